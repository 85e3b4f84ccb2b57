/** The units in which steps of a schedule are named. */
export type DurationUnit = 'd' | 'h' | 'm' | 's'

/**
 * Puts the duration in the name of a step (`expiring:2d14h40m`) into words: `2 days 14 hours`. No more than its two greatest units, since
 * nobody plans by the rest. Empty for a step without one.
 */
export function formatStepDuration(
  step: string,
  units: Readonly<Record<DurationUnit, (count: number) => string>>,
): string {
  const parts = [...step.slice(step.indexOf(':') + 1).matchAll(/(\d{1,15})([dhms])/g)]
  return parts
    .slice(0, 2)
    .map(([, count = '', unit = '']) => (isUnit(unit) ? units[unit](Number(count)) : ''))
    .join(' ')
}

function isUnit(unit: string): unit is DurationUnit {
  return ['d', 'h', 'm', 's'].includes(unit)
}
