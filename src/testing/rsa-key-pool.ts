/**
 * RSA keys for tests: PUBLISHED, KNOWN TO EVERYONE, NOT SECRET. Whoever trusts one trusts the whole world.
 *
 * They are here because searching for primes would take a test seconds. Made once with OpenSSL.
 */

/** Sizes of the modulus, in bits, that the pool has keys of. */
export type RsaPoolBits = 1024 | 2048 | 3072 | 4096

/**
 * The two primes of each key, one after the other, as base64. One less than each is a multiple of neither 3 nor 65537, so that
 * both can be public exponents.
 */
export const RSA_KEY_POOL: Readonly<Record<RsaPoolBits, readonly (readonly [p: string, q: string])[]>> = {
  1024: [
    [
      '84mGyVRKBwwCv91N1SnTbnN8Se3/g5Sy1F89vPO3v6K3lDNX5a9XbLKkcA1pDC/YbjO4F1bVZ+TvGAqsOhPx5Q==',
      '2EkBIGERadT5sjXREfIIBNM61Qdwyzq1OBgqKiqaII0Dr8WuXfL0OwjsSvLTux01GyL4FLx6olzBv5rTeTsRGw==',
    ],
    [
      '+I9+s2kIjQDlf6i2vAZt6QYmt3t8PMLVvdHXydVuORcDZ46GD6yqJA7dQOBJr9QHT3krPZw/1fAHsxspTTheBQ==',
      '5dPdmV0yvd/t0+bw7I65UdQHTXgue53BUEhHz0ShWfFTIyu+3GWWSrWLz8XFDH8X11c8FoVuAb2RvkGhXd/nDw==',
    ],
    [
      '4ZmWmIGO43RAZ79MPBB3+7R+wv2oOks7fA6EPTb2Sj2NT3s2m6rLHZRoVCcWVL0UwLPXQCUEcVLaQgsGxxzWIQ==',
      '17D9As9Gv9JwtJG8/UrRTOBaHSAy6cwZ7rjHjXsamuCwBBxSDYdKAysLR9jxEbGGlq5fLRTVHCmyEcTwZHZe5w==',
    ],
  ],
  2048: [
    [
      '7F9CvMMrQgDYpTHHlaSLH5BqtXyjOtaMTzUULf3fHrr4wta+Tkui5YlqS+Saoxwc4Z32mUdeWvwNjZxAl2ATfg2cpnYCnhcqj9ca' +
        'yaCOujag9gM3gsj7zpIr5f4MSqFOUq0i5MNx6BXIYMHzitB9BP6laOyR/hWC+KMakbYqpBU=',
      '1pH+04RkDSf1UMkc6Jgkg5hE9OjW5X23ZJ3kklbn3RAlcG06b7fx+u6Q70dDEEOqloP9Js8nhoZcq0FK0+AZfczqbsc3QEDxBitq' +
        'j4zMDX4Caaqe2GV2oF28faozdoSv0MI0ofrkAoTslPh4tloB7LNaGDoGRTUk9ujEq4aDzpk=',
    ],
    [
      '/Mk7EgZP4D77nNHYamDjTZPvy9K+ZcCOsWVM/g2jr19IXbRPmzW2L+mevEf+L3VzBjd9SNfTv6sUue75QU4kfMlgc4YmDxYWYWWo' +
        'fwzY/Na3JoSIsS/rzE4SpnWzQweP7G8iagz5b5aD56/AVcm3bPRwgDmd94xWnfxbueVP2e0=',
      '3QPAAPsF3IyfBmGhAl2Vma9II4CyKZkv4Ls/z1h8BX//17Jv0tqGAjTdVPrGZod9dYxXkX/K9AOuRXQP56ARHo4igamhSv42CAMq' +
        'MEC3qFMZ+TriV3qhgX3ftccoVbx5r2UoaEgKBZqaoa4Z/Ihoq8k3yVgwaaWZlj8el9uNZc8=',
    ],
    [
      '3vcBMp0gSimKGk79bJ14GVhTq4xa9HjVY1mb+MKp2jVR6qxkG2Fu7agPt28GEYSZJcX3f2SI1O7OA0U9T4IEQ1F6exXY/a2ZPV36' +
        'd+lliK4HQEKIseW+9Wboe0c2phNY9CD4xqqSvunJl9aqkCVEEArwYrnKJr46MuPNwUKiX9M=',
      '02e6iBUCLV7alFsdQqxftJ8+aEk+6DTNDnyG6dUnRcA37F47ijLsdd5ViGxceX8QyXR2Czh4hsxDykfsE54Js1+u/JlcYJRPW348' +
        'w0biQXMiRUz99hKaR/Hzlqv+uehX86eKTpK4EP9OgkzdIV0Q32WBEfVgitVNKPiz5ZOKuN0=',
    ],
    [
      '//l0BGTd4XpXQRsEMV18YcddHeOMW5RNv02ARFyOPu8yTW/VlVq3ERkDoNonMqYoJejjsdMszm2Cxh7K6ierEnv/IQuFz0c5Flwy' +
        'ohJLXSBu8qjGs2n3GDOIHvaBflMUgXpf5xQskv5QEZsMca9DUMXSfWcxz1EI30xvxS4QcdE=',
      '83OfLngVHak7OHnhBNFMqgpGgrBeBcTOrJc/yBvMz/wDueBu2lQ0tDZWwEiX3kKsx2q9dbXijaRpKTm3I0YH2XKi1A3I+Zr9THD7' +
        'H9TPY19uDv9sLO0ChC35DjZajgN2my1iBFOyiZVW8/wR3iiP3YeQm5jReRfbNJ+RZcIezZ8=',
    ],
    [
      '19eRP2CrnfzrCJzolXU601RsZrEx2S+HBXAWNXKVAPJdhKtsUwmUu9w8J41SB2WAGFjkhTBqky4vSt2wbwMV20Eihld91APrFyL5' +
        'mVIV4cpeUxsdGTW5R3XYWbgKIfxXJWoQ7+T8r5n5gON7dpVecmiUQ+lQWQzWJM4he2cqjDc=',
      'yxIuibbHxBsRz9oohdfnuFD/Q9hL6Yte0UQGlN+hGc5e0ViHOjqgDHLR7SYnET4z6MNEzVMwox4GPoWsMPhUY13n9Z63rFQLNGbj' +
        'WEFigHq6Rmmz/JdA504M+3BNV/QIwH3NZuG5Drw3Jb316iVOVuWaa6cAYnRMpfkACjfDtbM=',
    ],
    [
      '/2vsOnaBciQqjIblAq+65lrE0M4MgT2B1IOMb1WV8ZG50TUNnQyhLcIK8AeEZJvJaiwJY1gsMnjTtUbE5huMoKpU69fF13Q5Lvrj' +
        'hPQ08pYFBmTKwNckR5X2GHkxTsNIgmPMDnt1PryayvWVau/BeJuPQOpUOnaAtrEhKNF/Ku8=',
      'zh+at1Ek/v7oTmGWeVVNgpEQdaUxgXwyMY85meRWCul0kuaL+oxK94Q+WwUFTQncnDlA24muc0S2vx5TPW8y7Jn/o/gpImXgFWxr' +
        'DJtZf6m5ofWoj7HzIF1IsrqtSJfRMPsUTFp2/adHrHu/f79yNu8EqOfE2DuxWpIKdiTBWv8=',
    ],
  ],
  3072: [
    [
      '84xfVX3IHfxQI+DBu40966a59BOKSnx1fbtQz5r266iLCW83TpxJhG+Nv76jt1io7sQ9xQmLuFc5SbnnP1pGNiknoU6avo07vZNZ' +
        'i/wnplJAyqq+kqmH8B2pJ8yFvKsD+EO4QS3EXvy0syGef/HIuTL8ydRWIqRNqAtRxk+mQo/pi/cvDnbdWVKK/MmFRTjy1zI5D85Q' +
        'bzcVkOvBW/1Z/Gguw9NWDPvZZpeZRDcpZHIpI9IZqcxNj/KRIidVhmyj',
      '7bVtmoFcYfB+wijJTkwe+r1YYO5ReIyrW4GCZQa/QE3/MEFn6Fz3XSTOE5Nr5C8WuoDqOdVFms+tBwlsYrY7Pu7DhySrRqffWEFU' +
        'fRkC7TctY4iuDQAdGmKnSmSBDt3QkPaTfhEwdPXZPWBK5hL1OftSAsEYqY7UhJEiIQyWgTGPo/DozBDfXRYCMOsjftwSYMRIwElZ' +
        'RRqhkKpbUnXPrJnREK7tF0SaOiStssDuArhGEuxEduK6BBbbmw3H2MkJ',
    ],
    [
      '8SJH9LNQvElS24FbBRI82p6+3hYKkfuCiOYfQU99o5sfGATPkCoMYi2QZzGNj5vFhCXsj+RRLG//iFZBqtjXDCpu7emfgOW8WXJo' +
        'kJWxYwnfQwZI/E/wtkR0d/5BE3iKoujeSj+imYsnDm4k2w1caoPWrYaYgE5xQ2lKqSuMgN2DWsVHscuJRhzZjcGJgUx+fz4HJ9TG' +
        '1nJY9UL7Roe4fQxj5cPPDWkG82T/9/PfLZDx+GWllbyYsVAyBLrdc735',
      '8OT/U6TGFalCFZlGNgnBTGlQ7rdOd+KOzkyQIMDj1qpPHOL1a61m32N12C/VU5MJyre7pFRedJpuVcn1N7R+lrDapc6mqde30yEH' +
        'c106xXgg0xguzYVsxmb7N+KgyWxM7djyGNt2lEb0rNqZ56Vz8IQtAyY3HKrQczX1zWQy81iWjpZh62uuSphI3zkq8o3WzCBbdhVc' +
        'YrJER6DOG5Y7sS7LnCllmFj7bF9mwivbnQXxxrsBsXn1rdh0zenR+CQD',
    ],
    [
      '+lJgLAu4tXEYJP7lgrEt8/cpgX45M30FUsZhzFeIXdKgMQycAeGY/EAfmy9ACgqB6f/u0mINBmGW3Fa0S+kELmntjL6XqwE86U7r' +
        'idjLXJhajugKqIIOwjNr/LSCd6xxdYy0ohA98dHE0y+F0Heq6Aq1phqBZC99rs6St4P1hFNLfTzEgiP7MloyzSIQEGFviU8wSFMj' +
        'dgB9jyTJSjv5n/vkQhVj47urjeiPXN2sC+qRLX96aoCUMA2jkddZ8Akt',
      '8GRJL0fa2q9mnVdazeTC04weJCMRJ84caqbMnLblXMiCASBpNIufUbLmAq2pLFVI4xcE+v9fRb5grWw+2Y4fQwH619LIE10S7ggM' +
        'XWxkoZpxvjILWx60bsxBi2tysxeC4JPY559vi/N5udJm8U++MLdMJT5lwOGAZOa6qC3UuQLg+7QjVYBqROTsgHm2MUpv977RbP72' +
        'dmQuNwVM6fXgZ9qSc51jBWYqVAsQ7bYx7rkMNo/aWMoQH8DDknNv/CMz',
    ],
  ],
  4096: [
    [
      '2AtyQyn0Xw5jjw7wcsqSkmsevcSuOABO+3OHmxmsWwLr8J46cbDWb6smtsfTOIE6uQFk+xu+KzQ8qCWBzaHS6xU0l0Al7nKFhMHy' +
        'VSdZhd7D2LX1h5QUSmXSSdsbrzdqnbmSel6Hmx+1WPNv5hbuigjl1a5ezHlL9XP2RWtc1iPdG0Q/UIv8hVWvCNuRSITBmxt70Gtu' +
        'SwHq2MQ3m7v7GqYmzjeOPs+lCA4Y6j2wo1DDAekVhV9QdGc5uPqsfnUxP3QsBht8ZzCejfslorGSnKWCrShOxjlFkQ3kNnFAxesc' +
        'rMy8Y/SmlZGF94Ym6LP8pUbTdN2+EJQp/3w3iXNB5w==',
      'xjK35gv9Zo5bcjts4pwr0vJCNZqpa3k9yvT94oZXUCmyUviLvgtEwxh+CMnd/2a01OXanlGGYuyCVTQ0J3OZQo1RsN7yfXuTidFK' +
        '+cKp8zC3w644QGgeAxdUznciL891wH+z6FKvAEAcVeY8EwraAXjrNscuW2kS6iNJFxoGiHBFPYk2kaC9FsknbPQRzjzwAQhoTwrZ' +
        'v17E2DGlmLwzx7LrONYabzo8hWwQY8Oe4LF8zOPCM8XW9VcaeGiCYlo36E6W9KRXKQCpj8cziJlwmQrItm6OCSggDTysXE+sVTrJ' +
        '6LfpOdYw4GNh3ZWLi71dMmq06BKefXniOtxhc/Btaw==',
    ],
    [
      '+ntoPfyJx0+swNvxOQeKVErpe4D+4j89xE0qusXVb0uOPFz78tUKXuOUlZQlDr5oKpPFqg1kA8aOyhTmigY75xntQZPI9gSEBArr' +
        'AzDo2xcBwV8ESr2hm/ntk1N1xvJ8Gv0z5RKjpq2V++JVyxNxdBnYPf+5/IIrJY1uQqTkUl72TKeKZALl/lgwWdhgfkrhT4mbG2UD' +
        '54XYXreaqnvdagxG8WUKx8bXikqJH+FD4bnPqO9D9G/S9+xvbL8IepuYkZdMXAQ/3jfbSydK2Uv9Ibe1I3qLPNR1yDVZSIRvegu3' +
        'TByRzjMm4XBYL2wwz2fbqTfUjIaHar9GwiHXvqggDw==',
      '37ai9pPHgOi9hH/f/7aSSmK/NcI64jsX8U1O1QCCS8PwzkHnSuIUoQHNZRH026YYoTKL0AKgJ86A4ZQFdO/7ej2GzrbyE8qMmqt9' +
        '18LsDMVay6vlD/vxztakewaHqaPKh+EhmRUTRpym1OzwTgk68+AvxbnZ/eBJlrwG71NHI4uZwPm555yDCJTNYpH8KybsY1uBN/++' +
        'jUJxDX2dUhz3qTN/Ro6d2sd19S4LTGvDoKP9UnmLaallDzi2pp/GGgyjBleBF95S/IzzULPlGiHaA9aAy4Tzf3Gtzy3Gm7+43UjZ' +
        'd8+D373eGzKBPkpNEcHjIGZh3pX8Qgm1UN0+V+7XGw==',
    ],
    [
      '6inPnQQVFYV/zRNZGIzAWqWI+3OTYGkW8elNvGAfeNLOVHLosV7ijNUQA7l0RYYuSRc4NX9bt8dor8sl9oL0hxHpqyd0A/m+4Mmz' +
        '7XBYWzAvVjdw+fJNAJGJYic8QSnFivPfeE3LnYea+5amlvItfzhQEp70NMkX+ep2VrDdqJVlVngTep69bFaOlI5v6whk9MfiLViW' +
        '/t2Fq7kAV4fFw++v1gjqRzq/erJN2xceFDzoEWB2LFtaxPescljj9L0Zm9J65kZbpCJiv3+JUITdzQYBqBBaHj7XKweZzOTQLtDO' +
        'E/zPX0iz/jbRitUY0SXzRc8orkl1EMywlnjO7c2iGQ==',
      'zOEmiXFnLw1gg7CI4Cdlh0L45e5TzCqMehdbanOV9PP1xZyXvZVs0pjnUiXh1W+ShkPiI4hkh1FtpYK+cvYNLvXxmI5ITl3MQ/l6' +
        'GwYLCDMn6ss072kRKPV/B7oGCVUr9NffOdztcGVhmCH45BEKxAhdalUg/lIJp72Fo0Gkmmh0kXS5khzV9SgETAk9Q6CY6ZPEZzfh' +
        'BDXZMejrcZ4yp2ga5Hypzzhdmwlk1JgrxQChbSIEkY6Hhs7rEMPsuB5jWsVzGwo2JSegetfYbsnctgLvvfd2fLQpuHZPXpN/uVMK' +
        'F3hkmLg64EyJRpzIf395zw83lRziKOsWgrLVYFyR1Q==',
    ],
  ],
}
