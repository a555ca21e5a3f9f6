/** Thrown where the relay said no: asking again is of no use. */
export class Refused extends Error {}
