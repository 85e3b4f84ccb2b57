/**
 * Writes docs/guide/problems.md and its Korean twin. With `--check` it writes nothing and fails if the files differ from that.
 */
import { keepGenerated } from './keep-generated.ts'
import { renderProblemCatalogue } from './problem-catalogue.ts'

keepGenerated(
  new Map([
    ['docs/guide/problems.md', await renderProblemCatalogue('en')],
    ['docs/guide/problems.ko.md', await renderProblemCatalogue('ko')],
  ]),
)
