/** What an audit event can tell beside its type: plain JSON without secrets. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue }

/** What happened to a certificate or a contact, and by whom. Written once, never changed and never deleted. Plain JSON. */
export interface AuditEvent {
  /** Unique: a repeat with the same id and subject is not written again. */
  readonly id: string
  readonly namespace: string
  readonly subject: 'certificate' | 'contact'
  /** Id of that certificate or contact, which may be deleted since. */
  readonly subjectId: string
  /** Such as `registered`, `status-changed`, `key-read`. */
  readonly type: string
  readonly at: string
  /** Who asked for it; `null` for what the registry did by itself. */
  readonly actor: string | null
  readonly detail: { readonly [name: string]: JsonValue }
}
