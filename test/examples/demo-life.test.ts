import { expect, it } from 'vitest'
import { showLife } from '../../fixtures/demo-life.ts'
import { createScreen } from '../../fixtures/demo-screen.ts'

async function tell(): Promise<readonly string[]> {
  const lines: string[] = []
  await showLife(createScreen((line) => lines.push(line), 'plain'))
  return lines
}

/** One line of each part of the story, in order. */
const STORY = [
  'The END line of "CERTIFICATE" is missing',
  'Valid (정상)',
  'ERR_REGISTRY_IN_USE: it is used by load-balancer / listener / lb-seoul-1',
  'email (ko) to 김민지: [인증서] www.example.com 만료까지 29일 남음',
  'sms (ko) to 김민지: 79 bytes of 90',
  'email (en) to Lee: [Certificate] www.example.com expires in 29 days',
  '24 days left: email to 김민지, sms to 김민지, email to Lee, sms to Lee',
  'In use (사용중)',
  'Revoked (폐기)',
  'The private key is known to others',
  'deleted, and its private key destroyed',
  'valid → revoked, keyCompromise by http://crl.example.com/ca.crl',
  'and alert-delivered, 16 times',
]

it('the demonstration tells a whole life, and the same in each run', async () => {
  const lines = await tell()
  let next = 0
  for (const line of lines) if (line.endsWith(STORY[next] ?? '\n')) next += 1
  expect(STORY[next]).toBeUndefined()
  expect(lines.join('\n')).not.toContain('PRIVATE KEY')
  expect(await tell()).toEqual(lines)
}, 60_000)
