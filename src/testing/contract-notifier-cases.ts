import type {
  AlertNotification,
  DeliveryOutcome,
  EmailNotification,
  Notifier,
  SmsNotification,
} from '../registry/notifier.ts'
import { renderAlert } from '../registry/render-alert.ts'
import { assertEqual, assertRejects, assertTrue } from './contract-assert.ts'
import type { ContractCase } from './contract-runner.ts'
import { sampleMessage } from './contract-samples.ts'

/** What a notifier of the suite is made to do, and what came of it. */
export interface NotifierUnderTest {
  readonly notifier: Notifier
  /** What reached those to whom it was sent, in any order: each as often as it did, by its idempotency key. */
  readonly delivered: () => readonly string[] | Promise<readonly string[]>
  /**
   * Makes the service behind it answer the next sends so: `permanent` as for an address that does not exist, `temporary` as when it is
   * overloaded, `broken` as when the connection breaks off, `normal` as usual.
   */
  readonly setService: (mode: 'normal' | 'permanent' | 'temporary' | 'broken') => unknown
}

const { alert } = sampleMessage()

/** An e-mail that differs from others in its key. */
function email(idempotencyKey: string, changes: Partial<EmailNotification> = {}): EmailNotification {
  const { subject, text, html } = renderAlert(alert, 'ko')
  const to = { name: '홍길동', email: 'hong@example.com' }
  return { channel: 'email', idempotencyKey, locale: 'ko', to, subject, text, html, alert, ...changes }
}

function sms(idempotencyKey: string, changes: Partial<SmsNotification> = {}): SmsNotification {
  const message = renderAlert(alert, 'ko')
  const to = { name: '홍길동', phone: '+821012345678' }
  return {
    channel: 'sms',
    idempotencyKey,
    locale: 'ko',
    to,
    subject: message.subject,
    alert,
    ...message.sms,
    ...changes,
  }
}

/** One message for each channel of the notifier. */
function messagesFor({ channels }: Notifier, key: string): readonly AlertNotification[] {
  return channels.map((channel) => (channel === 'email' ? email(`${key}-email`) : sms(`${key}-sms`)))
}

function checkShape(outcome: DeliveryOutcome, what: string): void {
  if (outcome.outcome === 'delivered') return
  assertTrue(typeof outcome.reason === 'string' && outcome.reason !== '', `${what}: expected a reason`)
  assertTrue(!/hong@example\.com|\+?821012345678/.test(outcome.reason), `${what}: the reason holds an address`)
  assertTrue(!/[\r\n]/.test(outcome.reason), `${what}: the reason has more than one line`)
  if (outcome.outcome === 'permanent-failure' || outcome.retryAfterMs === undefined) return
  assertTrue(outcome.retryAfterMs >= 0, `${what}: "retryAfterMs" is no time`)
}

function failureCase(
  mode: 'permanent' | 'temporary' | 'broken',
  outcome: DeliveryOutcome['outcome'],
  name: string,
): ContractCase<NotifierUnderTest> {
  return {
    name,
    check: async ({ notifier, delivered, setService }) => {
      await setService(mode)
      for (const message of messagesFor(notifier, mode)) {
        const answer = await notifier.send(message)
        assertEqual(answer.outcome, outcome, `sending ${message.channel}`)
        checkShape(answer, `sending ${message.channel}`)
      }
      assertEqual(await delivered(), [], 'what was delivered')
    },
  }
}

/** What a notifier does. */
export const NOTIFIER_CASES: readonly ContractCase<NotifierUnderTest>[] = [
  {
    name: 'names the channels that it delivers on',
    check: ({ notifier: { channels } }) => {
      assertTrue(channels.length > 0, 'it has no channel')
      assertTrue(
        channels.every((channel) => ['email', 'sms'].includes(channel)),
        'it has a channel that there is not',
      )
      assertEqual(new Set(channels).size, channels.length, 'channels named once')
      return Promise.resolve()
    },
  },
  {
    name: 'delivers a message on each of its channels, and says so',
    check: async ({ notifier, delivered }) => {
      const messages = messagesFor(notifier, 'one')
      for (const message of messages) {
        assertEqual((await notifier.send(message)).outcome, 'delivered', `sending ${message.channel}`)
      }
      const keys = messages.map(({ idempotencyKey }) => idempotencyKey)
      assertEqual([...(await delivered())].sort(), [...keys].sort(), 'what was delivered')
    },
  },
  {
    name: 'answers a permanent failure to a channel that is not its own',
    check: async ({ notifier, delivered }) => {
      for (const message of [email('foreign-email'), sms('foreign-sms')]) {
        if (notifier.channels.includes(message.channel)) continue
        const answer = await notifier.send(message)
        assertEqual(answer.outcome, 'permanent-failure', `sending ${message.channel}`)
        checkShape(answer, `sending ${message.channel}`)
      }
      assertEqual(await delivered(), [], 'what was delivered')
    },
  },
  failureCase('permanent', 'permanent-failure', 'answers a permanent failure where the service will never deliver'),
  failureCase('temporary', 'temporary-failure', 'answers a temporary failure where the service may deliver later'),
  failureCase('broken', 'temporary-failure', 'answers a temporary failure where the service cannot be reached'),
  {
    name: 'delivers after a failure what is sent again',
    check: async ({ notifier, delivered, setService }) => {
      const [message] = messagesFor(notifier, 'again')
      if (message === undefined) return
      await setService('temporary')
      await notifier.send(message)
      await setService('normal')
      assertEqual((await notifier.send(message)).outcome, 'delivered', 'sending again')
      assertEqual(await delivered(), [message.idempotencyKey], 'what was delivered')
    },
  },
  {
    name: 'changes nothing of what it is given',
    check: async ({ notifier }) => {
      for (const message of messagesFor(notifier, 'kept')) {
        const before = JSON.stringify(message)
        await notifier.send(message)
        assertEqual(JSON.stringify(message), before, 'the message')
      }
    },
  },
  {
    name: 'rejects with the reason of a signal that was aborted before, and sends nothing',
    check: async ({ notifier, delivered }) => {
      for (const message of messagesFor(notifier, 'aborted')) {
        const reason = await assertRejects(
          () => notifier.send(message, { signal: AbortSignal.abort('enough') }),
          'sending',
        )
        assertEqual(reason, 'enough', 'the reason')
      }
      assertEqual(await delivered(), [], 'what was delivered')
    },
  },
  {
    name: 'delivers many messages that are sent at the same time, each of them',
    check: async ({ notifier, delivered }) => {
      const messages = Array.from({ length: 20 }, (_, index) => messagesFor(notifier, `many-${index}`)).flat()
      const answers = await Promise.all(messages.map((message) => notifier.send(message)))
      assertTrue(
        answers.every(({ outcome }) => outcome === 'delivered'),
        'one was not delivered',
      )
      assertEqual(new Set(await delivered()).size, messages.length, 'messages delivered')
    },
  },
  {
    name: 'takes names and texts that mean something to the service, and delivers one message to one person',
    check: async ({ notifier, delivered }) => {
      const name = 'a\r\nBcc: everyone@example.com\r\n\r\n"<b>&\0\u202e'
      const messages = [
        email('hostile-email', { to: { name, email: 'hong@example.com' }, subject: 'x'.repeat(500) }),
        sms('hostile-sms', { to: { name, phone: '+821012345678' } }),
      ]
      const own = messages.filter(({ channel }) => notifier.channels.includes(channel))
      for (const message of own) checkShape(await notifier.send(message), `sending ${message.channel}`)
      const arrived = await delivered()
      assertTrue(new Set(arrived).size === arrived.length, 'one was delivered twice')
      assertTrue(arrived.length <= own.length, 'more was delivered than was sent')
    },
  },
]
