// Made by `npm run roots` (fixtures/roots); not to be edited.

import type { KeyRestriction } from './create-trust-anchor.ts'

export const PUBLIC_ROOT_RESTRICTIONS: readonly KeyRestriction[] = [
  // CN=TUBITAK Kamu SM SSL Kok Sertifikasi - Surum 1, SHA-256 46edc3689046d53a453fb3104ab80dcaec658b2660ea1629dd7e867990648716
  {
    spkiSha256: '55e00be277ceb0545299f24fd9f877e2acf32852db43ffcd29bca74b39b4c9fa',
    permittedDnsNames: ['tr'],
  },
  // CN=Entrust.net Certification Authority (2048), SHA-256 6dc47172e01cbcb0bf62580d895fe2b8ac9ad4f873801e0c10b9c837d21eb177
  {
    spkiSha256: '1ea3c5e43ed66c2da2983a42a4a79b1e906786ce9f1b58621419a00463a87d38',
    distrustAfter: '2024-11-30T23:59:59Z',
  },
  // CN=Entrust Root Certification Authority, SHA-256 73c176434f1bc6d5adf45b0e76e727287c8de57616c1e6e6141a2b2cbc7d8e4c
  {
    spkiSha256: '6dbfae00d37b9cd73f8fb47de65917af00e0dddf42dbceac20c17c0275ee2095',
    distrustAfter: '2024-11-30T23:59:59Z',
  },
  // CN=AffirmTrust Commercial, SHA-256 0376ab1d54c5f9803ce4b2e201a0ee7eef7b57b636e8a93c9b8d4860c96f5fa7
  {
    spkiSha256: '6c464b9a5b233a5e874da765c26f045010d2ddcff45794f0b4c7e4aafa501495',
    distrustAfter: '2024-11-30T23:59:59Z',
  },
  // CN=AffirmTrust Networking, SHA-256 0a81ec5a929777f145904af38d5d509f66b5e2c58fcdb531058b0e17f3f0b41b
  {
    spkiSha256: '94072ad3f58f70f93098e5a5f6c04c96c710bd849d83184919ae90eb890ae400',
    distrustAfter: '2024-11-30T23:59:59Z',
  },
  // CN=AffirmTrust Premium, SHA-256 70a73f7f376b60074248904534b11482d5bf0e698ecc498df52577ebf2e93b9a
  {
    spkiSha256: 'c7f43b4cf5b71568294f822b53762605f6ddd15cadece739e9e2c3cba61e9d67',
    distrustAfter: '2024-11-30T23:59:59Z',
  },
  // CN=AffirmTrust Premium ECC, SHA-256 bd71fdf6da97e4cf62d1647add2581b07d79adf8397eb4ecba9c5e8488821423
  {
    spkiSha256: '3219b09114ff495a3eb6eb00c2efeab34002ae5f0a56c7679ea087a3fa037e4f',
    distrustAfter: '2024-11-30T23:59:59Z',
  },
  // CN=Entrust Root Certification Authority - G2, SHA-256 43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339
  {
    spkiSha256: '76ee8590374c715437bbca6bba6028eadde2dc6dbbb8c3f610e851f11d1ab7f5',
    distrustAfter: '2024-11-30T23:59:59Z',
  },
  // CN=Entrust Root Certification Authority - EC1, SHA-256 02ed0eb28c14da45165c566791700d6451d7fb56f0b2ab1d3b8eb070e56edff5
  {
    spkiSha256: 'fea2b7d645fba73d753c1ec9a7870c40e1f7b0c561e927b985bf711866e36f22',
    distrustAfter: '2024-11-30T23:59:59Z',
  },
  // CN=GLOBALTRUST 2020, SHA-256 9a296a5182d1d451a2e37f439b74daafa267523329f90f9a0d2007c334e23c9a
  {
    spkiSha256: 'fee8af929175687f4638a3fc983db8ecd0e5e2a83e737f3fb77b4c22fcbac0a6',
    distrustAfter: '2024-06-30T00:00:00Z',
  },
]
