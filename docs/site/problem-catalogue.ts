import { format, resolveConfig } from 'prettier'
import { PROBLEM_FACTS, type Problem, type ProblemCode } from '../../src/problem/problem.ts'
import { describeProblem } from '../../src/report/describe-problem.ts'
import { describeProblemKind } from '../../src/report/describe-problem-kind.ts'
import { DECODER_ERRORS_EN } from '../../src/report/decoder-errors-en.ts'
import { DECODER_ERRORS_KO } from '../../src/report/decoder-errors-ko.ts'
import { PROBLEM_SAMPLES } from '../../test/support/problem-samples.ts'
import { PROJECT } from './entry-points.ts'
import { readProblemSources, type Family, type ProblemSource } from './problem-sources.ts'
import { DECODER_FIELDS, THROWN_CODES } from './thrown-codes.ts'

type CatalogueLanguage = 'en' | 'ko'

interface CatalogueWords {
  readonly head: string
  readonly families: Readonly<Record<Family, string>>
  readonly severity: Readonly<Record<'error' | 'warning', string>>
  readonly kind: string
  readonly evidence: string
  readonly none: string
  readonly rule: string
  readonly mend: string
  readonly kinds: string
  readonly thrown: string
  readonly thrownHead: string
  readonly table: string
}

const WORDS: Readonly<Record<CatalogueLanguage, CatalogueWords>> = {
  en: {
    head: `# Problems and errors

Every code that a report may hold, and every code that is thrown. Codes are stable: store and compare them, and put them into words
with \`describeProblem(problem, 'en' | 'ko')\` when they are shown. Texts on this page are what it says of a sample. In
[Korean](problems.ko.md).

A problem has \`code\`, \`kind\`, \`severity\` and \`detail\`, the evidence; where it is known, \`field\` is the box, \`certificate\`
the index in it, and \`at\` the line and column. An \`error\` keeps a certificate from serving traffic, a \`warning\` does not.`,
    families: {
      PemProblemDetails: 'Text that was pasted',
      KeyProblemDetails: 'Private keys',
      ConvertProblemDetails: 'Containers',
      CertificateProblemDetails: 'The certificate',
      ChainProblemDetails: 'The way to a root',
      RevocationProblemDetails: 'Revocation',
      BundleProblemDetails: 'The form',
      StatusProblemDetails: 'Over time',
      RegistryProblemDetails: 'The registry',
    },
    severity: { error: 'error', warning: 'warning' },
    kind: 'Kind',
    evidence: 'Evidence',
    none: 'none',
    rule: 'Rule',
    mend: 'Mend',
    kinds: '## Kinds\n\nWhat a console groups problems by.\n\n| kind | what it says |\n| --- | --- |',
    thrown: `## Thrown errors

What cannot be carried out is thrown as a \`CertkeepError\` with \`code\` and \`detail\`; recognise it by
\`isCertkeepError(error)\`. Misuse of a function throws \`TypeError\` or \`RangeError\` instead, before any work.`,
    thrownHead:
      '### Bytes that cannot be read\n\nThrown by the functions that decode, and the `error` of problems that end in `-malformed`.',
    table: '| code | what happened | fields of `detail` |\n| --- | --- | --- |',
  },
  ko: {
    head: `# 문제와 오류 목록

보고서에 나올 수 있는 코드와 예외로 던지는 코드를 모두 모았습니다. 코드는 바뀌지 않으므로 저장하거나 비교할 때는 코드를 쓰고,
보여 줄 때 \`describeProblem(problem, 'en' | 'ko')\`로 문장을 만드세요. 이 문서의 문장은 견본으로 만든 것입니다.
[영어](problems.md)로도 볼 수 있습니다.

문제에는 \`code\`, \`kind\`, \`severity\`와 근거인 \`detail\`이 있습니다. 알 수 있으면 \`field\`에 입력란이, \`certificate\`에 그 안의
순번이, \`at\`에 행과 열이 들어 있습니다. \`error\`가 있으면 인증서를 서비스에 쓸 수 없고, \`warning\`만 있으면 쓸 수 있습니다.`,
    families: {
      PemProblemDetails: '붙여 넣은 텍스트',
      KeyProblemDetails: '개인 키',
      ConvertProblemDetails: '컨테이너 파일',
      CertificateProblemDetails: '인증서',
      ChainProblemDetails: '루트까지의 경로',
      RevocationProblemDetails: '폐기',
      BundleProblemDetails: '등록 화면',
      StatusProblemDetails: '시간에 따른 상태',
      RegistryProblemDetails: '레지스트리',
    },
    severity: { error: '오류', warning: '경고' },
    kind: '종류',
    evidence: '근거',
    none: '없음',
    rule: '근거 규정',
    mend: '조치',
    kinds: '## 종류\n\n콘솔에서 문제를 묶는 기준입니다.\n\n| 종류 | 뜻 |\n| --- | --- |',
    thrown: `## 예외

작업을 수행할 수 없으면 \`code\`와 \`detail\`이 있는 \`CertkeepError\`를 던집니다. \`isCertkeepError(error)\`로 구분하세요. 함수를 잘못
호출하면 작업을 시작하기 전에 \`TypeError\`나 \`RangeError\`를 던집니다.`,
    thrownHead: '### 읽을 수 없는 데이터\n\n해석 함수가 던지며, `-malformed`로 끝나는 문제의 `error`이기도 합니다.',
    table: '| 코드 | 뜻 | `detail`의 필드 |\n| --- | --- | --- |',
  },
}

const AREAS: Readonly<Record<CatalogueLanguage, Readonly<Record<string, string>>>> = {
  en: {
    KEY: 'Private keys',
    FETCH: 'The network',
    REGISTRY: 'What the registry refuses',
    SEALER: 'Sealing of keys',
    STORE: 'Stores',
    PART: 'Parts of the library',
    TESTING: 'Tests',
  },
  ko: {
    KEY: '개인 키',
    FETCH: '네트워크',
    REGISTRY: '레지스트리가 거부하는 요청',
    SEALER: '키 봉인',
    STORE: '저장소',
    PART: '라이브러리의 일부',
    TESTING: '테스트',
  },
}

/** The page of all codes in a language, as docs/guide holds it. */
export async function renderProblemCatalogue(language: CatalogueLanguage): Promise<string> {
  const words = WORDS[language]
  const sources = readProblemSources()
  const families = [...sources].map(([family, codes]) => {
    const entries = [...codes].map(([code, source]) => renderCode(code, source, language))
    return `## ${words.families[family]}\n\n${entries.join('\n\n')}`
  })
  const parts = [
    '<!-- Made by `npm run docs:problems`; do not edit. -->',
    words.head,
    ...families,
    renderKinds(language),
    words.thrown,
    renderThrown(language),
  ]
  const config = await resolveConfig(`${PROJECT}/docs/guide/problems.md`)
  return format(parts.join('\n\n'), { ...config, parser: 'markdown' })
}

function renderCode(code: string, { comment, fields }: ProblemSource, language: CatalogueLanguage): string {
  const words = WORDS[language]
  if (!isProblemCode(code)) throw new Error(`${code} is no code of a problem`)
  const sample: Problem = PROBLEM_SAMPLES[code]
  const { kind, severity } = PROBLEM_FACTS[code]
  const { title, explanation, mend } = describeProblem(sample, language)
  const rules = rulesOf(comment)
  const lines = [
    `**${words.severity[severity]}** · ${words.kind}: \`${kind}\`${rules === '' ? '' : ` · ${words.rule}: ${rules}`}`,
    ...(language === 'en' ? [comment] : []),
    `> **${escapeMarkdown(title)}.** ${escapeMarkdown(explanation)}\n>\n> ${words.mend}: ${renderMend(mend)}`,
    `${words.evidence}: ${fields.length === 0 ? words.none : fields.map((field) => `\`${field.replace(/\s+/g, ' ')}\``).join(', ')}`,
  ]
  return `### \`${code}\`\n\n${lines.join('\n\n')}`
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEM_FACTS, code)
}

/** A command stands on a line of its own in the text, and in a block here. */
function renderMend(mend: string): string {
  const [text = '', ...commands] = mend.split('\n')
  const block =
    commands.length === 0 ? '' : `\n>\n> \`\`\`text\n${commands.map((line) => `> ${line}\n`).join('')}> \`\`\``
  return escapeMarkdown(text) + block
}

/** What a comment cites: RFCs, the Baseline Requirements and X.690, with their sections. */
function rulesOf(comment: string): string {
  const section =
    /(?: (?:sections?|appendix) [\dA-Z][\w.]*(?: \(\w\))*(?:(?:, | and )(?:(?:sections? )?\d[\d.]+\d(?: \(\w\))*|\(\w\)))*)?/
  const pattern = new RegExp(`(?:RFC \\d+|Baseline Requirements|X\\.690|SEC 1)${section.source}`, 'g')
  return [...comment.matchAll(pattern)].map(([rule]) => rule).join('; ')
}

function renderKinds(language: CatalogueLanguage): string {
  const kinds = [...new Set(Object.values(PROBLEM_FACTS).map(({ kind }) => kind))].sort()
  const rows = kinds.map((kind) => `| \`${kind}\` | ${describeProblemKind(kind, language)} |`)
  return `${WORDS[language].kinds}\n${rows.join('\n')}`
}

function renderThrown(language: CatalogueLanguage): string {
  const { table, thrownHead } = WORDS[language]
  const decoders = Object.entries(language === 'en' ? DECODER_ERRORS_EN : DECODER_ERRORS_KO)
  const homeless = Object.keys(THROWN_CODES).filter((code) => !Object.hasOwn(AREAS.en, code.split('_')[1] ?? ''))
  if (homeless.length > 0) throw new Error(`no area has ${homeless.join(', ')}`)
  const place = DECODER_FIELDS.map((field) => `\`${field}\``).join(', ')
  const read = decoders.map(([code, text]) => `| \`${code}\` | ${text} | ${place} |`)
  const areas = Object.entries(AREAS[language]).map(([area, name]) => {
    const rows = Object.entries(THROWN_CODES)
      .filter(([code]) => code.startsWith(`ERR_${area}_`))
      .map(([code, entry]) => {
        const fields = entry.fields.map((field) => `\`${field}\``).join(', ')
        return `| \`${code}\` | ${entry[language]} | ${fields === '' ? WORDS[language].none : fields} |`
      })
    return `### ${name}\n\n${table}\n${rows.join('\n')}`
  })
  return [`${thrownHead}\n\n${table}\n${read.join('\n')}`, ...areas].join('\n\n')
}

/** Text of the library, in which nothing may become markup. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_<>[\]|]/g, '\\$&')
}
