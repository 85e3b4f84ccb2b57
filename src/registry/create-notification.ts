import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { hexOf } from '../der/hex.ts'
import type { Language } from '../report/describe-problem.ts'
import type { AlertNotification } from './notifier.ts'
import type { MessageKey, OutboxMessage } from './outbox-message.ts'
import { renderAlert } from './render-alert.ts'

/** The same for the same message, and for no other: 64 digits of hex. */
function idempotencyKeyOf(namespace: string, { fingerprint, step, contactId, channel }: MessageKey): string {
  return hexOf(sha256(utf8ToBytes(JSON.stringify([namespace, fingerprint, step, contactId, channel]))))
}

/** A message in the words of its channel. */
export function createNotification(
  message: OutboxMessage,
  to: { readonly name: string; readonly address: string; readonly locale: Language },
): AlertNotification {
  const { alert, key, namespace } = message
  const { subject, text, html, sms } = renderAlert(alert, to.locale)
  const common = { idempotencyKey: idempotencyKeyOf(namespace, key), locale: to.locale, subject, alert }
  return key.channel === 'email'
    ? { ...common, channel: 'email', to: { name: to.name, email: to.address }, text, html }
    : { ...common, channel: 'sms', to: { name: to.name, phone: to.address }, ...sms }
}
