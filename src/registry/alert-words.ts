/** What an alert says, in one language. Values are made safe before they come here. */
export interface AlertWords {
  /** Whole days as a person says them; 0 is less than a day. */
  readonly days: (count: number) => string
  /** What happened, in a few words after the name of the certificate. */
  readonly expiring: (days: string) => string
  readonly expired: string
  readonly revoked: string
  /** First words of a subject, and of a text message. */
  readonly label: string
  readonly subject: (what: string, whose: string) => string
  /** One sentence: what happened to the certificate of this name. */
  readonly sentence: {
    readonly expiring: (name: string, days: string) => string
    readonly expired: (name: string) => string
    readonly revoked: (name: string) => string
  }
  readonly facts: {
    readonly name: string
    readonly domain: string
    readonly notAfter: string
    readonly revokedAt: string
    readonly reason: string
    readonly issuer: string
    readonly serialNumber: string
    readonly fingerprint: string
    readonly services: string
  }
  readonly until: (instant: string) => string
  readonly moreServices: (count: string) => string
  readonly noService: string
  readonly unknown: string
}
