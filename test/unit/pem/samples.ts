/**
 * What OpenSSL 3.0.19 wrote, once, for keys made for these tests; they protect nothing. EC is P-256 by
 * `openssl ecparam -name prime256v1 -genkey`, RSA of 2048 bits by `openssl genrsa -traditional`, certificates by
 * `openssl req -new -x509`.
 */

/** `CN=ec.example.test`; its last line is not full, and it is padded. */
export const EC_CERTIFICATE: string = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBpTCCAUugAwIBAgIUK2TD6POi/50p+2WqJdEtHRaHuO4wCgYIKoZIzj0EAwIw',
  'GjEYMBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0MB4XDTI2MTEyMzIxNDQwMFoXDTM2',
  'MTEyMDIxNDQwMFowGjEYMBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0MFkwEwYHKoZI',
  'zj0CAQYIKoZIzj0DAQcDQgAExXpROyVLHiJNpuTp+WDzwTS1FNUourSIZAlw+SrV',
  'YE41ZY/bF1a93lwN5DBktuk+vjXt7rDOn6mx+54BYeq9saNvMG0wHQYDVR0OBBYE',
  'FDtniUcGeVVYZ9MQP3fR7BPVUDbRMB8GA1UdIwQYMBaAFDtniUcGeVVYZ9MQP3fR',
  '7BPVUDbRMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIPZWMuZXhhbXBsZS50',
  'ZXN0MAoGCCqGSM49BAMCA0gAMEUCIQCZyWAbseiKIA/AVRG4DsVZNM4AdQJivZmr',
  '5EorZc8R0wIgcrsngDmPYBQKTovGKwPr325rlte/xWo7mOJQnZ1EUgI=',
  '-----END CERTIFICATE-----',
  '',
].join('\n')

/** `C=KR, O=Sample, CN=rsa.example.test`. */
export const RSA_CERTIFICATE: string = [
  '-----BEGIN CERTIFICATE-----',
  'MIIDiDCCAnCgAwIBAgIUeoxP+pPwbGUr7L7mgmbfAWsgomgwDQYJKoZIhvcNAQEL',
  'BQAwOTELMAkGA1UEBhMCS1IxDzANBgNVBAoMBlNhbXBsZTEZMBcGA1UEAwwQcnNh',
  'LmV4YW1wbGUudGVzdDAeFw0yNjExMjMyMTQ0MDBaFw0zNjExMjAyMTQ0MDBaMDkx',
  'CzAJBgNVBAYTAktSMQ8wDQYDVQQKDAZTYW1wbGUxGTAXBgNVBAMMEHJzYS5leGFt',
  'cGxlLnRlc3QwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQC2eLe86K6e',
  'Scgk2D0IpCxYHnayzPB90v09O99tTgSkRmgwiNDb57XG09eZAtxmnVDuGC8P7/XO',
  'WfP1Dpwd5SG8bAuV/0F5ZMq2wBuxv69qKUHODIglrfQK0sGHevmNSfY/GbMh23/K',
  '8AKu+gv8vZA721qhU8xmbk8VCBn+iXfxIQYMPIqoh049w5nS7oFs3eXyKuBle/BU',
  'leha5kJ+Buc3MJsY/rBMxNthe5chTgnsgxCQJfecKDNPuCOXfdRUIEiA0PPhIU/s',
  'e8zB7t6a9SRZbS3K/9/qk08Ej6/XiJmvf1THqTT34KUgGFSmEqc+Gua65YaknIjm',
  'KaNb7TAxdew5AgMBAAGjgYcwgYQwHQYDVR0OBBYEFIAFoLdov4TpOrpqT7Qa6AYH',
  'pGIuMB8GA1UdIwQYMBaAFIAFoLdov4TpOrpqT7Qa6AYHpGIuMA8GA1UdEwEB/wQF',
  'MAMBAf8wMQYDVR0RBCowKIIQcnNhLmV4YW1wbGUudGVzdIIUd3d3LnJzYS5leGFt',
  'cGxlLnRlc3QwDQYJKoZIhvcNAQELBQADggEBADkSjEUBfJJjvY7ObiqoThLCB2HM',
  'H9GSRMHQt5IA/uOTCrAlzn+2+EenQH3lvM68NxP6S/RpHWl363BYPMf45u0cgEn8',
  'p1Z0EtPLwBZoyCabRiaD5PZEAzCxRFR8mKZbcjFX4tXZBxeGLolv1NApVqg/DuNA',
  'wiQ94+38bgODPt/fuC7vm0CeffUmtck7ojleFguvge6y3w0DDS21o4XypiW3PTOH',
  '1TjMCcEPIEnl1vyAE4qe/6OxZByTa0JxMErJYovU+40R8qwdF0DxoMla4yw5TFXC',
  'Ilhq7UFbLt5ybYg+aFR29hx6h2zVug9/IX8SOHWM9Xd7pZ5zAV7/OaTwPS8=',
  '-----END CERTIFICATE-----',
  '',
].join('\n')

/** The key of {@link EC_CERTIFICATE}, by `openssl ecparam -genkey`. */
export const EC_KEY_WITH_PARAMETERS: string = [
  '-----BEGIN EC PARAMETERS-----',
  'BggqhkjOPQMBBw==',
  '-----END EC PARAMETERS-----',
  '-----BEGIN EC PRIVATE KEY-----',
  'MHcCAQEEIF/AvwjbTvGJ+uUPgUapaBRz97YT099fS99pO2YnnEtLoAoGCCqGSM49',
  'AwEHoUQDQgAExXpROyVLHiJNpuTp+WDzwTS1FNUourSIZAlw+SrVYE41ZY/bF1a9',
  '3lwN5DBktuk+vjXt7rDOn6mx+54BYeq9sQ==',
  '-----END EC PRIVATE KEY-----',
  '',
].join('\n')

/** The key of {@link RSA_CERTIFICATE} as RSAPrivateKey. */
export const RSA_KEY: string = [
  '-----BEGIN RSA PRIVATE KEY-----',
  'MIIEpQIBAAKCAQEAtni3vOiunknIJNg9CKQsWB52sszwfdL9PTvfbU4EpEZoMIjQ',
  '2+e1xtPXmQLcZp1Q7hgvD+/1zlnz9Q6cHeUhvGwLlf9BeWTKtsAbsb+vailBzgyI',
  'Ja30CtLBh3r5jUn2PxmzIdt/yvACrvoL/L2QO9taoVPMZm5PFQgZ/ol38SEGDDyK',
  'qIdOPcOZ0u6BbN3l8irgZXvwVJXoWuZCfgbnNzCbGP6wTMTbYXuXIU4J7IMQkCX3',
  'nCgzT7gjl33UVCBIgNDz4SFP7HvMwe7emvUkWW0tyv/f6pNPBI+v14iZr39Ux6k0',
  '9+ClIBhUphKnPhrmuuWGpJyI5imjW+0wMXXsOQIDAQABAoIBAB7JcGrRsYCofznk',
  'OCwIkyjM/wb8+AiqvCqEOxbUpojXDkY+F0s7JZrl7Eb3ShuQKHL7ppkgSg9mcvhi',
  'XinXGqGRc0T8G95xCJjcAfA0INMfIeiziZcd6gKXe6qxr4BMvdz4p5YrVDz30OQX',
  '8UTT8Q2AXaLBokeYDgTE6KnfJNsMhuDFVf+03yvrD78YNDibqNL+uGc/F99Q9z4Z',
  'sWejz6kdINpWDFwyOOXiwqYyRLDHzrpBwRqMBsqOHvzT71zLsYZjtlf+w6k15zWY',
  '4ZSR5uFPxrqINdR7ucSWhTWz2gJKo8vDSub2NrOV8smgbLQbL6gq1wkzHpxcZV9h',
  'UZW4P+8CgYEA/95F5ErIZJOC5n/W9FO352iPtANRPQTna18TMc4s2575HFZbGVK3',
  'PJtetMfU+jUKxEOxPIuAKZNNqwNCGX8h45Mse5/VI0Pypfg28XAmBaLKPWCAg9jw',
  '557ETadAf8eS41X1shMHOqcPL4CFMpIfnCHfZ7MNk0ZxCRyRajFSKV8CgYEAtpDF',
  'H0Nv1E/9i47TFZIAyoMWgT8vRShT0yQn/0HvGzw9bDpqqq9OVrBD+Zs8uwy82Z18',
  'xIEFK2WNf6FCCMRSvXVgG+LzrGYCAVoFXWJ6TgrKEIgn//eHkLRgUrrMAM5iQplS',
  'xKCYaekEXgFrXmklKq+/VG9Hud6rodW5cjDDGWcCgYEAgUd0NuHWGIMzu3TSTgbS',
  'v7hkC0c1z8ffia+zChIrNhg/s6KqSsQxUw0Jr/vbz0Pnmby+G2I8skT8FDEEP8+t',
  'dsfQzPG4BiZ5voQIdrr8axKSbqqIpJWDOvRMKRQdkbJrtDOlfYEBwQ/Rq2WbZy7P',
  'i9rNfx7H+Ca6TClEC8y5v68CgYEApxuUk61Sq3AckKXHKTNfbf7Xlq6TQiZLtDSg',
  'N9HOX4ugXXSLNnkIp+joD4285SofosG49tVyOerWvkCJBSVO5wSNWHlAukkVBM+1',
  'oWkGsnDFzKQUmQOmHxo8IP3Cxeojnvpg/IJTgH499R4vfVeZIZ2E8HB7ovLi/1t2',
  'R8PCkXkCgYEAowx0tIvi3VcvBAenGV5463boTJqSJH8aQrzwQLVz3gCz5F9Vn8Ms',
  'NbuOIxw4NGubDzlN//YATTCo9MEL9UWvN1lfRZqe3SgiQdri7JKDUQk7ILEIbzye',
  'EFAAkuUnvkofrbrIugreJ9iYec/Am0o8ngC6M/vqsLNFxdf++N9lVPE=',
  '-----END RSA PRIVATE KEY-----',
  '',
].join('\n')

/** The same by `openssl pkcs8 -topk8 -nocrypt`. */
export const RSA_KEY_PKCS8: string = [
  '-----BEGIN PRIVATE KEY-----',
  'MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQC2eLe86K6eScgk',
  '2D0IpCxYHnayzPB90v09O99tTgSkRmgwiNDb57XG09eZAtxmnVDuGC8P7/XOWfP1',
  'Dpwd5SG8bAuV/0F5ZMq2wBuxv69qKUHODIglrfQK0sGHevmNSfY/GbMh23/K8AKu',
  '+gv8vZA721qhU8xmbk8VCBn+iXfxIQYMPIqoh049w5nS7oFs3eXyKuBle/BUleha',
  '5kJ+Buc3MJsY/rBMxNthe5chTgnsgxCQJfecKDNPuCOXfdRUIEiA0PPhIU/se8zB',
  '7t6a9SRZbS3K/9/qk08Ej6/XiJmvf1THqTT34KUgGFSmEqc+Gua65YaknIjmKaNb',
  '7TAxdew5AgMBAAECggEAHslwatGxgKh/OeQ4LAiTKMz/Bvz4CKq8KoQ7FtSmiNcO',
  'Rj4XSzslmuXsRvdKG5AocvummSBKD2Zy+GJeKdcaoZFzRPwb3nEImNwB8DQg0x8h',
  '6LOJlx3qApd7qrGvgEy93PinlitUPPfQ5BfxRNPxDYBdosGiR5gOBMToqd8k2wyG',
  '4MVV/7TfK+sPvxg0OJuo0v64Zz8X31D3PhmxZ6PPqR0g2lYMXDI45eLCpjJEsMfO',
  'ukHBGowGyo4e/NPvXMuxhmO2V/7DqTXnNZjhlJHm4U/Guog11Hu5xJaFNbPaAkqj',
  'y8NK5vY2s5XyyaBstBsvqCrXCTMenFxlX2FRlbg/7wKBgQD/3kXkSshkk4Lmf9b0',
  'U7fnaI+0A1E9BOdrXxMxzizbnvkcVlsZUrc8m160x9T6NQrEQ7E8i4Apk02rA0IZ',
  'fyHjkyx7n9UjQ/Kl+DbxcCYFoso9YICD2PDnnsRNp0B/x5LjVfWyEwc6pw8vgIUy',
  'kh+cId9nsw2TRnEJHJFqMVIpXwKBgQC2kMUfQ2/UT/2LjtMVkgDKgxaBPy9FKFPT',
  'JCf/Qe8bPD1sOmqqr05WsEP5mzy7DLzZnXzEgQUrZY1/oUIIxFK9dWAb4vOsZgIB',
  'WgVdYnpOCsoQiCf/94eQtGBSuswAzmJCmVLEoJhp6QReAWteaSUqr79Ub0e53quh',
  '1blyMMMZZwKBgQCBR3Q24dYYgzO7dNJOBtK/uGQLRzXPx9+Jr7MKEis2GD+zoqpK',
  'xDFTDQmv+9vPQ+eZvL4bYjyyRPwUMQQ/z612x9DM8bgGJnm+hAh2uvxrEpJuqoik',
  'lYM69EwpFB2Rsmu0M6V9gQHBD9GrZZtnLs+L2s1/Hsf4JrpMKUQLzLm/rwKBgQCn',
  'G5STrVKrcByQpccpM19t/teWrpNCJku0NKA30c5fi6BddIs2eQin6OgPjbzlKh+i',
  'wbj21XI56ta+QIkFJU7nBI1YeUC6SRUEz7WhaQaycMXMpBSZA6YfGjwg/cLF6iOe',
  '+mD8glOAfj31Hi99V5khnYTwcHui8uL/W3ZHw8KReQKBgQCjDHS0i+LdVy8EB6cZ',
  'XnjrduhMmpIkfxpCvPBAtXPeALPkX1Wfwyw1u44jHDg0a5sPOU3/9gBNMKj0wQv1',
  'Ra83WV9Fmp7dKCJB2uLskoNRCTsgsQhvPJ4QUACS5Se+Sh+tusi6Ct4n2Jh5z8Cb',
  'SjyeALoz++qws0XF1/7432VU8Q==',
  '-----END PRIVATE KEY-----',
  '',
].join('\n')

/** By `openssl genpkey -algorithm ed25519`. */
export const ED25519_KEY: string = [
  '-----BEGIN PRIVATE KEY-----',
  'MC4CAQAwBQYDK2VwBCIEIH/parUxkeljLRZgeuGxLra8gi1VrIeozgXjsXenSwja',
  '-----END PRIVATE KEY-----',
  '',
].join('\n')

/** By `openssl ec -aes256`. */
export const LEGACY_ENCRYPTED_KEY: string = [
  '-----BEGIN EC PRIVATE KEY-----',
  'Proc-Type: 4,ENCRYPTED',
  'DEK-Info: AES-256-CBC,9F8A2F43B0F5BFD51519EA922D8FF344',
  '',
  'FUv/7OgusUP29BEaBbxxS2Ic2uxs+LnJtrtrhtx0KU0Jbcq5U/IbH6z+KM9J1T2o',
  'GpSG0rwlcIsTFtDsxtfoiUAbqo4dHCh6n/hqYMJbVKC/ZFo0bcF3Jv69MB6WYm57',
  '9YeqR+56qtD7EJ/7OdJyo2oi5ZqXDdzo5O4MRJfW/8I=',
  '-----END EC PRIVATE KEY-----',
  '',
].join('\n')

/** By `openssl pkcs8 -topk8 -v2 aes-256-cbc`. */
export const ENCRYPTED_KEY: string = [
  '-----BEGIN ENCRYPTED PRIVATE KEY-----',
  'MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiZVrgNlfW/UgICCAAw',
  'DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEENHz/KhsvGzAcRxpOCYHM7kEgZAV',
  '9Eh3uQ51wz0ir6kshhwdBwfj7HlVVR99RgbKO1B1Z4mfmdPZAP49t43lo4mTQzWf',
  'PRZv9ZVW56HmSxZc6/dAV2lN0Wqo6ACD8+OuS+n5i8jgHse9nzUwwyW7jMu6MtFM',
  'JNZw+QcAcBFkMdAR+tLOBVxmdt4nsU/D3zhvmfWqxh+/5Y48HJJfyDxqmy816kA=',
  '-----END ENCRYPTED PRIVATE KEY-----',
  '',
].join('\n')

/** By `openssl req -new`. */
export const CERTIFICATE_REQUEST: string = [
  '-----BEGIN CERTIFICATE REQUEST-----',
  'MIHTMHwCAQAwGjEYMBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0MFkwEwYHKoZIzj0C',
  'AQYIKoZIzj0DAQcDQgAExXpROyVLHiJNpuTp+WDzwTS1FNUourSIZAlw+SrVYE41',
  'ZY/bF1a93lwN5DBktuk+vjXt7rDOn6mx+54BYeq9saAAMAoGCCqGSM49BAMCA0cA',
  'MEQCIDRCk1mF+mN2u1KW9Fg/npoNnKHqm/pP0PbwQxYMHt8MAiAm9SYa2Ursoo3i',
  'jZrqOdU+nfs8uHKW5wHlpcTxUzqZxA==',
  '-----END CERTIFICATE REQUEST-----',
  '',
].join('\n')

/** By `openssl pkey -pubout`. */
export const PUBLIC_KEY: string = [
  '-----BEGIN PUBLIC KEY-----',
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExXpROyVLHiJNpuTp+WDzwTS1FNUo',
  'urSIZAlw+SrVYE41ZY/bF1a93lwN5DBktuk+vjXt7rDOn6mx+54BYeq9sQ==',
  '-----END PUBLIC KEY-----',
  '',
].join('\n')

/** By `openssl crl2pkcs7 -nocrl -certfile`. */
export const PKCS7: string = [
  '-----BEGIN PKCS7-----',
  'MIIB1AYJKoZIhvcNAQcCoIIBxTCCAcECAQExADALBgkqhkiG9w0BBwGgggGpMIIB',
  'pTCCAUugAwIBAgIUK2TD6POi/50p+2WqJdEtHRaHuO4wCgYIKoZIzj0EAwIwGjEY',
  'MBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0MB4XDTI2MTEyMzIxNDQwMFoXDTM2MTEy',
  'MDIxNDQwMFowGjEYMBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0MFkwEwYHKoZIzj0C',
  'AQYIKoZIzj0DAQcDQgAExXpROyVLHiJNpuTp+WDzwTS1FNUourSIZAlw+SrVYE41',
  'ZY/bF1a93lwN5DBktuk+vjXt7rDOn6mx+54BYeq9saNvMG0wHQYDVR0OBBYEFDtn',
  'iUcGeVVYZ9MQP3fR7BPVUDbRMB8GA1UdIwQYMBaAFDtniUcGeVVYZ9MQP3fR7BPV',
  'UDbRMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIPZWMuZXhhbXBsZS50ZXN0',
  'MAoGCCqGSM49BAMCA0gAMEUCIQCZyWAbseiKIA/AVRG4DsVZNM4AdQJivZmr5Eor',
  'Zc8R0wIgcrsngDmPYBQKTovGKwPr325rlte/xWo7mOJQnZ1EUgIxAA==',
  '-----END PKCS7-----',
  '',
].join('\n')

/** By `openssl ca -gencrl`. */
export const CRL: string = [
  '-----BEGIN X509 CRL-----',
  'MIGfMEYwCgYIKoZIzj0EAwIwGjEYMBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0Fw0y',
  'NjExMjMyMTQ0MDFaFw0yNjEyMjMyMTQ0MDFaMAoGCCqGSM49BAMCA0kAMEYCIQCU',
  'zDBZAfaoZ/VMG+gRkh8YCnQ6cKM4nNuM5A/MtD0wRwIhAMDfd9mC+BZXHh9vFInO',
  'c71DvPbAWUb3nL04pXlhfF6I',
  '-----END X509 CRL-----',
  '',
].join('\n')

/** {@link EC_CERTIFICATE} by `openssl x509 -addtrust serverAuth -trustout`. */
export const TRUSTED_CERTIFICATE: string = [
  '-----BEGIN TRUSTED CERTIFICATE-----',
  'MIIBpTCCAUugAwIBAgIUK2TD6POi/50p+2WqJdEtHRaHuO4wCgYIKoZIzj0EAwIw',
  'GjEYMBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0MB4XDTI2MTEyMzIxNDQwMFoXDTM2',
  'MTEyMDIxNDQwMFowGjEYMBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0MFkwEwYHKoZI',
  'zj0CAQYIKoZIzj0DAQcDQgAExXpROyVLHiJNpuTp+WDzwTS1FNUourSIZAlw+SrV',
  'YE41ZY/bF1a93lwN5DBktuk+vjXt7rDOn6mx+54BYeq9saNvMG0wHQYDVR0OBBYE',
  'FDtniUcGeVVYZ9MQP3fR7BPVUDbRMB8GA1UdIwQYMBaAFDtniUcGeVVYZ9MQP3fR',
  '7BPVUDbRMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIPZWMuZXhhbXBsZS50',
  'ZXN0MAoGCCqGSM49BAMCA0gAMEUCIQCZyWAbseiKIA/AVRG4DsVZNM4AdQJivZmr',
  '5EorZc8R0wIgcrsngDmPYBQKTovGKwPr325rlte/xWo7mOJQnZ1EUgIwDDAKBggr',
  'BgEFBQcDAQ==',
  '-----END TRUSTED CERTIFICATE-----',
  '',
].join('\n')

/** {@link EC_CERTIFICATE} by `openssl x509 -text`. */
export const CERTIFICATE_WITH_TEXT: string = [
  'Certificate:',
  '    Data:',
  '        Version: 3 (0x2)',
  '        Serial Number:',
  '            2b:64:c3:e8:f3:a2:ff:9d:29:fb:65:aa:25:d1:2d:1d:16:87:b8:ee',
  '        Signature Algorithm: ecdsa-with-SHA256',
  '        Issuer: CN = ec.example.test',
  '        Validity',
  '            Not Before: Nov 23 21:44:00 2026 GMT',
  '            Not After : Nov 20 21:44:00 2036 GMT',
  '        Subject: CN = ec.example.test',
  '        Subject Public Key Info:',
  '            Public Key Algorithm: id-ecPublicKey',
  '                Public-Key: (256 bit)',
  '                pub:',
  '                    04:c5:7a:51:3b:25:4b:1e:22:4d:a6:e4:e9:f9:60:',
  '                    f3:c1:34:b5:14:d5:28:ba:b4:88:64:09:70:f9:2a:',
  '                    d5:60:4e:35:65:8f:db:17:56:bd:de:5c:0d:e4:30:',
  '                    64:b6:e9:3e:be:35:ed:ee:b0:ce:9f:a9:b1:fb:9e:',
  '                    01:61:ea:bd:b1',
  '                ASN1 OID: prime256v1',
  '                NIST CURVE: P-256',
  '        X509v3 extensions:',
  '            X509v3 Subject Key Identifier: ',
  '                3B:67:89:47:06:79:55:58:67:D3:10:3F:77:D1:EC:13:D5:50:36:D1',
  '            X509v3 Authority Key Identifier: ',
  '                3B:67:89:47:06:79:55:58:67:D3:10:3F:77:D1:EC:13:D5:50:36:D1',
  '            X509v3 Basic Constraints: critical',
  '                CA:TRUE',
  '            X509v3 Subject Alternative Name: ',
  '                DNS:ec.example.test',
  '    Signature Algorithm: ecdsa-with-SHA256',
  '    Signature Value:',
  '        30:45:02:21:00:99:c9:60:1b:b1:e8:8a:20:0f:c0:55:11:b8:',
  '        0e:c5:59:34:ce:00:75:02:62:bd:99:ab:e4:4a:2b:65:cf:11:',
  '        d3:02:20:72:bb:27:80:39:8f:60:14:0a:4e:8b:c6:2b:03:eb:',
  '        df:6e:6b:96:d7:bf:c5:6a:3b:98:e2:50:9d:9d:44:52:02',
  '-----BEGIN CERTIFICATE-----',
  'MIIBpTCCAUugAwIBAgIUK2TD6POi/50p+2WqJdEtHRaHuO4wCgYIKoZIzj0EAwIw',
  'GjEYMBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0MB4XDTI2MTEyMzIxNDQwMFoXDTM2',
  'MTEyMDIxNDQwMFowGjEYMBYGA1UEAwwPZWMuZXhhbXBsZS50ZXN0MFkwEwYHKoZI',
  'zj0CAQYIKoZIzj0DAQcDQgAExXpROyVLHiJNpuTp+WDzwTS1FNUourSIZAlw+SrV',
  'YE41ZY/bF1a93lwN5DBktuk+vjXt7rDOn6mx+54BYeq9saNvMG0wHQYDVR0OBBYE',
  'FDtniUcGeVVYZ9MQP3fR7BPVUDbRMB8GA1UdIwQYMBaAFDtniUcGeVVYZ9MQP3fR',
  '7BPVUDbRMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIPZWMuZXhhbXBsZS50',
  'ZXN0MAoGCCqGSM49BAMCA0gAMEUCIQCZyWAbseiKIA/AVRG4DsVZNM4AdQJivZmr',
  '5EorZc8R0wIgcrsngDmPYBQKTovGKwPr325rlte/xWo7mOJQnZ1EUgI=',
  '-----END CERTIFICATE-----',
  '',
].join('\n')

/** By `openssl pkcs12 -export`, in base64. */
export const PKCS12_BASE64: string = [
  'MIIEPAIBAzCCA/IGCSqGSIb3DQEHAaCCA+MEggPfMIID2zCCApIGCSqGSIb3DQEHBqCCAoMwggJ/',
  'AgEAMIICeAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjyubQoUaAS',
  '2QICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEECNQl9wbyrQCbRB/lcckjU6AggIQPnJS',
  'yBdfpQ24eqRud151qJ0S6XqryXRvulSym7X3oZjJHeQLcslz5RP7BqplB3rodX1aP8TGYJW77b4s',
  'Ysvhpi3QQ+w0SNluQCNXmVFW3gRQIZH6X1eJhUat7xY+jsRcq7exGjjwR5JNFDA+fXU2OpRJ86uL',
  'XnYbT0nwpt6Q2SCYklEYF/PLecruCckeeyJ8DF5B0NLbXeg4bQ3DsnNmBavvZ8mn9IuPzRMnBVDU',
  'iQql1oB7at2O67eKz7yUYRHLENyApglfIF2pohWMeS/Kv/9IAC+sA2DLg7n/9L1b6E3JXsPSoI7o',
  'Rn/7t46PPRpeRZaP1ksNkwlwak0eqQX0NzmKNm+UIbClCntOZn6SxvPTNiwxdAPYE5KsorksghwB',
  '1mp9bfB0nQYfZtA0ZuZApTlpdxRUmV8J6q/ho+in6zCdla+EPnhipyC1BqaWlqEDGMiIRC1CO+FQ',
  'qyHRqLjopyKTY0EhnFyb5bYc2/29Q6WmMOoCBXhQKeMv7Cg7TIVcfwF+t2GW1ydR3meRP4C2K+kg',
  'S3HPAYWnbRgyoCa9AmlIIyD3yP8sG73NkIjN7OsT+xEZaahv898TTin6vjZx+D6XBV55sifXq0of',
  'omgXGnFSLL4c7CM1scmfCYk7w47yfwAlo1Lj8NNrVT6WhBGFxKYDSo4ba1qfkL+xxzClTFH5/8fU',
  'SUdrpuRXGLTU/YyBMIIBQQYJKoZIhvcNAQcBoIIBMgSCAS4wggEqMIIBJgYLKoZIhvcNAQwKAQKg',
  'ge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECNCgVrU7TVNtAgIIADAMBggqhkiG',
  '9w0CCQUAMB0GCWCGSAFlAwQBKgQQDdKnH6T1dINtNFLGBe7nGwSBkHlvU693HrIhyFqws0qEV4YQ',
  '5ITIc3I0puYET3hJxOBDIVwcyxFEP5hqJbQOTbAppnGAxfTfEZa33em+CBSghqWGwDFnW5b+yIqZ',
  'yYvLZTc+yWdr1Nn9MbQtwjrq3qtKZVY+GiLEPQT1PLTev0607iq++ZOYDrBy+nSvW31oK1Kckc2g',
  'V5Z6C2vI32qRXHzb2DElMCMGCSqGSIb3DQEJFTEWBBQAXx4VFRt9QCU8awuFbO/ysYty2jBBMDEw',
  'DQYJYIZIAWUDBAIBBQAEIFE0kJ/wQ1KN//DtZYn01Nq5n3vsAVJjAntn3xvU/y7lBAjGOITdrC5S',
  'jgICCAA=',
  '',
].join('\n')
