/**
 * Inputs for the command, made once by OpenSSL 3.0.19: keys by `openssl ecparam -genkey`, certificates by `openssl ca`
 * with `-startdate` and `-enddate`. All keys are for tests only and protect nothing.
 */

/** `CN=Example Root`, EC P-256, 2020-01-01 to 2040-01-01. */
export const ROOT: string = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBvDCCAWKgAwIBAgIUV4djae3uRldtUVcuOTa9NpVc/D8wCgYIKoZIzj0EAwIw',
  'PDELMAkGA1UEBhMCS1IxFjAUBgNVBAoMDUV4YW1wbGUgVHJ1c3QxFTATBgNVBAMM',
  'DEV4YW1wbGUgUm9vdDAeFw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMDwx',
  'CzAJBgNVBAYTAktSMRYwFAYDVQQKDA1FeGFtcGxlIFRydXN0MRUwEwYDVQQDDAxF',
  'eGFtcGxlIFJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARw/LphCqRC7fAy',
  '3KkcCEvJf1SGCIqlratHOF2VoKfsjlMmf1HzfNYQwI+p0UOZ7jXjqGB+ctc32wGK',
  'aOi7u8edo0IwQDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjAdBgNV',
  'HQ4EFgQUHD474YB/d43rq6wK3jqQ63cBLrEwCgYIKoZIzj0EAwIDSAAwRQIhALNC',
  'FicKJ+3mMZI+D2l+nc9GSqKslNpNvptzY9xht5u9AiBbmRO4qeXZ6qg5itqK6E/v',
  'phKi7602Kqc5v6zFeSWKlg==',
  '-----END CERTIFICATE-----',
  '',
].join('\n')

/** `CN=Example Issuing CA`, issued by {@link ROOT}, pathlen 0, 2023-01-01 to 2033-01-01. */
export const INTERMEDIATE: string = [
  '-----BEGIN CERTIFICATE-----',
  'MIIB5zCCAYygAwIBAgIUQbrg2OrtlJIaa/ll7E7OoDw59qYwCgYIKoZIzj0EAwIw',
  'PDELMAkGA1UEBhMCS1IxFjAUBgNVBAoMDUV4YW1wbGUgVHJ1c3QxFTATBgNVBAMM',
  'DEV4YW1wbGUgUm9vdDAeFw0yMzAxMDEwMDAwMDBaFw0zMzAxMDEwMDAwMDBaMEIx',
  'CzAJBgNVBAYTAktSMRYwFAYDVQQKDA1FeGFtcGxlIFRydXN0MRswGQYDVQQDDBJF',
  'eGFtcGxlIElzc3VpbmcgQ0EwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARDMfe5',
  'zZvBk+d3bHADhXZF5O64drjTeGZKz2VUCqnPbwdDLh7I5spEKlUOkd3us0pQv3qz',
  'uf9n0eceuc7I5vE4o2YwZDASBgNVHRMBAf8ECDAGAQH/AgEAMA4GA1UdDwEB/wQE',
  'AwIBBjAdBgNVHQ4EFgQU+JV9OulfEtr5RConOcvSdftIx/IwHwYDVR0jBBgwFoAU',
  'HD474YB/d43rq6wK3jqQ63cBLrEwCgYIKoZIzj0EAwIDSQAwRgIhANSid21fdS6k',
  'wztY37mos3QMV8A874Jd64TKmsgEOgfWAiEApF6HMp+Q9TaM34ZBslNlOGhxXNXz',
  '4XpwI3vBPEg/Txs=',
  '-----END CERTIFICATE-----',
  '',
].join('\n')

/** `CN=shop.example.com`, issued by {@link INTERMEDIATE}, with every extension that a console shows, 2026-01-01T00:00:00Z to 2026-07-20T23:59:59Z. */
export const LEAF: string = [
  '-----BEGIN CERTIFICATE-----',
  'MIIDpTCCA0ugAwIBAgIUdrzj3XYsDCaTlSyOByH6Cdi0PK4wCgYIKoZIzj0EAwIw',
  'QjELMAkGA1UEBhMCS1IxFjAUBgNVBAoMDUV4YW1wbGUgVHJ1c3QxGzAZBgNVBAMM',
  'EkV4YW1wbGUgSXNzdWluZyBDQTAeFw0yNjAxMDEwMDAwMDBaFw0yNjA3MjAyMzU5',
  'NTlaMEAxCzAJBgNVBAYTAktSMRYwFAYDVQQKDA3smIjsoJwg7IOB7KCQMRkwFwYD',
  'VQQDDBBzaG9wLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE',
  'QdqH0gsnjrX8rgKvxRvqbK9uLWHo3NjIL3mHO3IxKWYIV6xouHHZhEVtM3wdmOw/',
  'SgKXTha/utauV/Ef58smnqOCAh8wggIbMAwGA1UdEwEB/wQCMAAwDgYDVR0PAQH/',
  'BAQDAgeAMB0GA1UdJQQWMBQGCCsGAQUFBwMBBggrBgEFBQcDAjBaBgNVHREEUzBR',
  'ghBzaG9wLmV4YW1wbGUuY29tghIqLnNob3AuZXhhbXBsZS5jb22HBMAAAgeHECAB',
  'DbgAAAAAAAAAAAAAAAeBEWFkbWluQGV4YW1wbGUuY29tMB0GA1UdDgQWBBTw7nv4',
  'uoQx4uX7l8N2IHVGTTDjujAfBgNVHSMEGDAWgBT4lX066V8S2vlEKic5y9J1+0jH',
  '8jATBgNVHSAEDDAKMAgGBmeBDAECAjAtBgNVHR8EJjAkMCKgIKAehhxodHRwOi8v',
  'Y3JsLmV4YW1wbGUubmV0LzEuY3JsMGIGCCsGAQUFBwEBBFYwVDAjBggrBgEFBQcw',
  'AYYXaHR0cDovL29jc3AuZXhhbXBsZS5uZXQwLQYIKwYBBQUHMAKGIWh0dHA6Ly9j',
  'YS5leGFtcGxlLm5ldC9pc3N1aW5nLmNlcjARBggrBgEFBQcBGAQFMAMCAQUwgYQG',
  'CisGAQQB1nkCBAIEdgR0AHIANwCqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq',
  'qqqqqgAAAZt22qh7AAAEAwAIAAAAAAAAAAAANwC7u7u7u7u7u7u7u7u7u7u7u7u7',
  'u7u7u7u7u7u7u7u7uwAAAZt22qh7AAAEAwAIAAAAAAAAAAAwCgYIKoZIzj0EAwID',
  'SAAwRQIgAJ2acTgc7Lx5W2EPxjjsR7USyjWzXJhprAYVjmHQPu8CIQDUijIHMqau',
  '8SBXdAJNP3m59jMNWTdEj24I1hAF2fU7IA==',
  '-----END CERTIFICATE-----',
  '',
].join('\n')

/** Self-signed; its common name holds an escape sequence and a right-to-left override, its organisation a zero-width space; an unknown critical extension. */
export const HOSTILE: string = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBmTCCAT+gAwIBAgIUBmpBMtoJwXBzvcqAb0HPMKv331MwCgYIKoZIzj0EAwIw',
  'LjEcMBoGA1UEAwwTZXZpbBtbMzFt4oCuZ3BqLmV4ZTEOMAwGA1UECgwFYeKAi2Iw',
  'HhcNMjYwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjAuMRwwGgYDVQQDDBNldmls',
  'G1szMW3igK5ncGouZXhlMQ4wDAYDVQQKDAVh4oCLYjBZMBMGByqGSM49AgEGCCqG',
  'SM49AwEHA0IABEHah9ILJ461/K4Cr8Ub6myvbi1h6NzYyC95hztyMSlmCFesaLhx',
  '2YRFbTN8HZjsP0oCl04Wv7rWrlfxH+fLJp6jOzA5MAkGA1UdEwQCMAAwDQYEKgME',
  'BQEB/wQCBQAwHQYDVR0OBBYEFPDue/i6hDHi5fuXw3YgdUZNMOO6MAoGCCqGSM49',
  'BAMCA0gAMEUCIQDS7JI57QixckH7aCJBiRE2I8kZVRrO15um1CGOHNauOgIgeV5/',
  '1sXooDkQZ5Ir4BJ8cE5xDV9iFetCqj9EYU3iTis=',
  '-----END CERTIFICATE-----',
  '',
].join('\n')

/** The key of {@link LEAF} in PKCS#8. */
export const LEAF_KEY: string = [
  '-----BEGIN PRIVATE KEY-----',
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7HhbIPGgP7MbVmx1',
  'XcNYWoPLu/zxUGpZnr2V+b7D7BehRANCAARB2ofSCyeOtfyuAq/FG+psr24tYejc',
  '2MgveYc7cjEpZghXrGi4cdmERW0zfB2Y7D9KApdOFr+61q5X8R/nyyae',
  '-----END PRIVATE KEY-----',
  '',
].join('\n')

/** The key of {@link ROOT} in PKCS#8, thus a stranger to {@link LEAF}. */
export const ROOT_KEY: string = [
  '-----BEGIN PRIVATE KEY-----',
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgd5UVJdqtRfiSz5HV',
  'Ugvbtia7BaDK2J6x8tLj8eLLgDOhRANCAARw/LphCqRC7fAy3KkcCEvJf1SGCIql',
  'ratHOF2VoKfsjlMmf1HzfNYQwI+p0UOZ7jXjqGB+ctc32wGKaOi7u8ed',
  '-----END PRIVATE KEY-----',
  '',
].join('\n')

/** {@link LEAF_KEY} in SEC 1. */
export const SEC1_KEY: string = [
  '-----BEGIN EC PRIVATE KEY-----',
  'MHcCAQEEIOx4WyDxoD+zG1ZsdV3DWFqDy7v88VBqWZ69lfm+w+wXoAoGCCqGSM49',
  'AwEHoUQDQgAEQdqH0gsnjrX8rgKvxRvqbK9uLWHo3NjIL3mHO3IxKWYIV6xouHHZ',
  'hEVtM3wdmOw/SgKXTha/utauV/Ef58smng==',
  '-----END EC PRIVATE KEY-----',
  '',
].join('\n')

/** {@link LEAF_KEY} by `openssl pkcs8 -topk8 -v2 aes-256-cbc`. */
export const ENCRYPTED_KEY: string = [
  '-----BEGIN ENCRYPTED PRIVATE KEY-----',
  'MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiIdyA2iv/w8wICCAAw',
  'DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEGS3Ld34Hta857MaL9A9ugkEgZAc',
  'WOV2EBP9LSYo25I2A1DUh88jYCAhiEZmcFyRRXx1xoNL+Vr90PMWdvLAGS8S/+eS',
  'bL8AhvP1bma2ZjYmiYgRHBNnfTykbdq2/5LUhec3kqLriD/iBhdX2RyIk+gjFjgy',
  'BJyHAGyMKVSmicHc+cWN8i58KHTh4Di4qWEkiqIltPTKz/UqlhKdJ1haviW7tGE=',
  '-----END ENCRYPTED PRIVATE KEY-----',
  '',
].join('\n')

/** {@link LEAF_KEY} by `openssl ec -aes256`. */
export const LEGACY_ENCRYPTED_KEY: string = [
  '-----BEGIN EC PRIVATE KEY-----',
  'Proc-Type: 4,ENCRYPTED',
  'DEK-Info: AES-256-CBC,3B2FE8C8FA05B0BF1C7374A75B48926E',
  '',
  'cSb98+Vr1cPRqjTk41obwCVFcBkBryprDOuVmZknJ2F3F7oNQjZFfCsgJJ5r3J9r',
  'heB9eSfw8gu0IMoPtWfwyC4ZOCIspmXuk/U5bE0ePg1DDHignoF5sqWVopThUZ27',
  'ngLKYnn2681NzXKcTO+ATc4qSAhRvr1bit4z0fBLi+4=',
  '-----END EC PRIVATE KEY-----',
  '',
].join('\n')

/** A CSR for {@link LEAF}. */
export const REQUEST: string = [
  '-----BEGIN CERTIFICATE REQUEST-----',
  'MIH6MIGiAgEAMEAxCzAJBgNVBAYTAktSMRYwFAYDVQQKDA3smIjsoJwg7IOB7KCQ',
  'MRkwFwYDVQQDDBBzaG9wLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0D',
  'AQcDQgAEQdqH0gsnjrX8rgKvxRvqbK9uLWHo3NjIL3mHO3IxKWYIV6xouHHZhEVt',
  'M3wdmOw/SgKXTha/utauV/Ef58smnqAAMAoGCCqGSM49BAMCA0cAMEQCIFpjTtxo',
  'uLirHdheRw753pjJ0XNwmsy2/2jRIizaICMaAiBSX57qoE7tYFzG/53ivjuhyzkv',
  'gIY+wDWkRWOiUME8rw==',
  '-----END CERTIFICATE REQUEST-----',
  '',
].join('\n')

/** An empty CRL of {@link ROOT}. */
export const CRL: string = [
  '-----BEGIN X509 CRL-----',
  'MIHBMGgwCgYIKoZIzj0EAwIwPDELMAkGA1UEBhMCS1IxFjAUBgNVBAoMDUV4YW1w',
  'bGUgVHJ1c3QxFTATBgNVBAMMDEV4YW1wbGUgUm9vdBcNMjYxMTIzMjA1MDQzWhcN',
  'MzYxMTIwMjA1MDQzWjAKBggqhkjOPQQDAgNJADBGAiEAkbjh+uvA17qa97Xk3ccJ',
  'VJcV8WNwGfT1yU7Hc0kv8MICIQDoKAU9hf+Er7haleL3zobEmvYukMZ5yT5UJExt',
  '0NBorw==',
  '-----END X509 CRL-----',
  '',
].join('\n')

/** {@link ROOT} in PKCS#7, by `openssl crl2pkcs7`. */
export const PKCS7: string = [
  '-----BEGIN PKCS7-----',
  'MIIB6wYJKoZIhvcNAQcCoIIB3DCCAdgCAQExADALBgkqhkiG9w0BBwGgggHAMIIB',
  'vDCCAWKgAwIBAgIUV4djae3uRldtUVcuOTa9NpVc/D8wCgYIKoZIzj0EAwIwPDEL',
  'MAkGA1UEBhMCS1IxFjAUBgNVBAoMDUV4YW1wbGUgVHJ1c3QxFTATBgNVBAMMDEV4',
  'YW1wbGUgUm9vdDAeFw0yMDAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMDwxCzAJ',
  'BgNVBAYTAktSMRYwFAYDVQQKDA1FeGFtcGxlIFRydXN0MRUwEwYDVQQDDAxFeGFt',
  'cGxlIFJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARw/LphCqRC7fAy3Kkc',
  'CEvJf1SGCIqlratHOF2VoKfsjlMmf1HzfNYQwI+p0UOZ7jXjqGB+ctc32wGKaOi7',
  'u8edo0IwQDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4E',
  'FgQUHD474YB/d43rq6wK3jqQ63cBLrEwCgYIKoZIzj0EAwIDSAAwRQIhALNCFicK',
  'J+3mMZI+D2l+nc9GSqKslNpNvptzY9xht5u9AiBbmRO4qeXZ6qg5itqK6E/vphKi',
  '7602Kqc5v6zFeSWKljEA',
  '-----END PKCS7-----',
  '',
].join('\n')

/** The public half of {@link LEAF_KEY}. */
export const PUBLIC_KEY: string = [
  '-----BEGIN PUBLIC KEY-----',
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQdqH0gsnjrX8rgKvxRvqbK9uLWHo',
  '3NjIL3mHO3IxKWYIV6xouHHZhEVtM3wdmOw/SgKXTha/utauV/Ef58smng==',
  '-----END PUBLIC KEY-----',
  '',
].join('\n')

/** `openssl ecparam -name prime256v1`. */
export const PARAMETERS: string = [
  '-----BEGIN EC PARAMETERS-----',
  'BggqhkjOPQMBBw==',
  '-----END EC PARAMETERS-----',
  '',
].join('\n')
