/** Text as every database takes it: PostgreSQL knows neither the character 0 nor half a surrogate pair. */
export const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()
