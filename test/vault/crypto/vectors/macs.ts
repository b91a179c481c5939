/**
 * MACs written by the program that introduced each format: of vault `v`, whose first seed is 32 bytes of 3.
 * If one is no longer accepted, existing vaults refuse their own rows.
 */

/** Of `['x', 1, null, ['y']]`. */
export const firstFormat = {
  'access-list': 'oZw6pHbhPX6Pdi8IB9YrKchAEk/+aFOQoxADMXmCe/8=',
  account: 'w0/rIgMDjA32gIB483txCWI9Ke8kQVITN6jrQYpptuo=',
  agent: '0DIiicA4ZH8i6Ynuf70PZDxO+LA8yg1ntGtQN+MfLyA=',
  audit: 'hgWaIOD/hieDmobA3pLIooOf8rRyi3gQKvD9E8vG2iQ=',
  environment: '3zIqTE1TV/dQ7Wfsjl2Wa3v7xu3hsCmxozPGy3kcVYM=',
  idempotency: 'Yg/yWa/ieMrK2iI0GM5yHk1MVniCj6u0834PLRvWkns=',
  request: 'iQvM4g67tuzJp3ZeUqCrCyrh79RoDbgEUrSKDVH2Fbg=',
  secret: 'jXDVDay3lPJZO9HIXt2gOaZMKYTHmCiaG8G4FWnNMp8=',
  session: 'jdPMNHpiSN5Vtw7mSipgwI13H4nKeLZElOd8ZJNIRkA=',
  token: '18gsFufXaWJ4HbmZpV69MgeEH13oilmdaqYyY2atzno=',
  user: 'HSkddq6j8mh5weRjAryNb3qyKeYi63sHlEYhjKDrjSw=',
} as const;

/** Of `['x', 1, null, ['y'], bytes 0 and 255, 'é']`. */
export const secondFormat = {
  'access-list': 'AgAASl2OZL3B8UHNF9zglr5NlAiZ8X254CPSmPhRD2Q63a4=',
  account: 'AgAARYNA/f+K25TwPTx6KDtLIi2QleZJjVgYyTfScmSSkyM=',
  agent: 'AgAAPT2RpM3ZPzzdvg+KapF82XIqQpqchhUu7PQ6v0fPogc=',
  audit: 'AgAANgkfWUAzGcX3Nv7Qv5UwInUSYLTXvtBlL2DSnW3Gpm8=',
  environment: 'AgAAkPGh9DiIJruhL+f9CWCv1N0mRDbrTVXBfHhJ/yOBKEk=',
  idempotency: 'AgAA4yjMh/tnfPGwYNuIEHfC/uhPoVe/dn11zfRTDwiKUmE=',
  request: 'AgAAmXqg8baC9NWiINsfThfRIwcnGnI+F+D69kxYFjs9zxo=',
  secret: 'AgAA7zkkpcwmhNCtIQd1XL4V0Thu6j/gZ83PZsxWQ3o3Vsc=',
  session: 'AgAAkmy4q4oduXZA1lnBCZ9Quvk2kf3HEV1YmnKvIYNr5Ug=',
  token: 'AgAAxpj9jEVKWW9HUMBdNSjsgtokaosAp1JocNq+/qpPgCo=',
  user: 'AgAAzLI0KGgVH49iqnAejcVrIDYbczgK5hzeGMzhuDlLeN0=',
} as const;

export const purposes = Object.keys(firstFormat) as (keyof typeof firstFormat)[];
