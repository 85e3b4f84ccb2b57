import { stepAt } from './alert-model.ts'
import { isMuted, type ModelRecord } from './model.ts'
import { statusOf } from './status-model.ts'
import { textOf, type World } from './world.ts'

/**
 * What must be so of a record after everything due was looked at without disturbance: nothing is due any more, it was looked at as often
 * as the policy says, its status is that of the model now, and the most urgent step that has come was told.
 */
export function checkTenure(world: World, { record, tenure, lease }: ModelRecord): void {
  const nowMs = world.nowMs()
  const { id, dueAt, checkedAt, status } = record
  if (lease !== undefined && Date.parse(lease.until) > nowMs) return
  if (dueAt !== null && Date.parse(dueAt) <= nowMs) {
    world.violate('nothing-overlooked', `${id} was due at ${dueAt} and not looked at by ${textOf(nowMs)}`)
  }
  if (tenure === undefined || checkedAt === null) return
  // Looked at by a clock that was ahead: it waits for its time.
  const checkedMs = Date.parse(checkedAt)
  if (checkedMs > nowMs || world.putBack.some((step) => step > tenure.checkedStep)) return
  const { certificate, states } = tenure
  const isOver = nowMs >= certificate.notAfterMs + 1000
  if (!isOver && nowMs - checkedMs > world.policy.registry.checkEveryMs) {
    world.violate('nothing-overlooked', `${id} was last looked at ${checkedAt}, and it is ${textOf(nowMs)}`)
  }
  const expected = new Set(states.map((state) => statusOf(state, certificate, nowMs)))
  if (!expected.has(status)) {
    const text = [...expected].join(' or ')
    world.violate('nothing-overlooked', `${id} is ${status} at ${textOf(nowMs)} and should be ${text}`)
  }
  if (isMuted(record, nowMs)) return
  const step = stepAt(certificate, record, { sinceMs: tenure.sinceMs, atMs: nowMs }, world.policy.warningDays)
  if (step === undefined || step.isOptional === true || step.atMs <= tenure.dueSinceMs) return
  const occasion = status === 'revoked' ? `${step.name}@${record.revocation?.revokedAt ?? ''}` : step.name
  if (!tenure.planned.has(occasion)) {
    world.violate(
      'no-alert-lost',
      `${step.name} of ${id} came at ${textOf(step.atMs)}, and nobody was told by ${textOf(nowMs)}`,
    )
  }
}
