import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from '../page/chromium.ts'
import { startProgram, type RunningProgram } from './start-program.ts'

/**
 * Opens an address in a browser of this machine, without a window and in a profile of its own. The host of the address is found on the loopback
 * interface, whatever its name.
 *
 * @throws Error if there is no such browser
 */
export function openBrowser(
  browser: 'chromium' | 'firefox',
  address: string,
  host: string,
  folder: string,
): RunningProgram {
  const profile = join(folder, 'profile')
  mkdirSync(profile)
  // Both keep more in the home folder than in the profile.
  const settings = { cwd: folder, env: { HOME: folder } }
  if (browser === 'chromium') {
    const program = findChromium()
    if (program === undefined) throw new Error('there is no Chromium: install it, or name it in CERTKEEP_CHROMIUM')
    return startProgram(program, [...CHROMIUM_FLAGS, ...mapHost(host), `--user-data-dir=${profile}`, address], settings)
  }
  writeFileSync(join(profile, 'user.js'), preferences({ ...FIREFOX_PREFERENCES, 'network.dns.localDomains': host }))
  const program = process.env['CERTKEEP_FIREFOX'] ?? 'firefox-esr'
  return startProgram(program, ['--headless', '--no-remote', '--profile', profile, address], settings)
}

const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  // The page without TLS is asked for as it is.
  '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
]

function mapHost(host: string): readonly string[] {
  return [`--host-resolver-rules=MAP ${host} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`]
}

/** No page of its own, no updates, no questions, and no HTTPS where HTTP was asked for. */
const FIREFOX_PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.security.https_first': false,
  'dom.security.https_only_mode': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.type': 0,
  'services.settings.server': '',
  'toolkit.telemetry.reportingpolicy.firstRun': false,
}

function preferences(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('')
}
