/** An extension that nobody knows: of the arc for examples (ISO 2.999), which may not be used for anything real. */
export const EXAMPLE_EXTENSION = '2.999.2'
