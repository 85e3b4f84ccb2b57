/**
 * Writes docs/api: one file of public names and types for each sub-path. With `--check` it writes nothing and fails if a file differs.
 */
import { renderApiReports } from './api-report.ts'
import { keepGenerated } from './keep-generated.ts'

keepGenerated(await renderApiReports())
