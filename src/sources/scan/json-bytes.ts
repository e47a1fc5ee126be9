/** Bytes of JSON's grammar. A closing bracket is its opening one plus two, in both kinds. */
export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d
export const OPEN_ARRAY = 0x5b
export const CLOSE_ARRAY = 0x5d
export const NEWLINE = 0x0a
export const MINUS = 0x2d
export const PLUS = 0x2b
export const POINT = 0x2e
export const ZERO = 0x30
export const LETTER_U = 0x75

const byteTable = (isMember: (byte: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => (isMember(byte) ? 1 : 0))

/** 1 where the body of a string stops being plain: a quote, an escape, a control character (which JSON forbids). */
export const STRING_STOP = byteTable((byte) => byte < 0x20 || byte === QUOTE || byte === BACKSLASH)

/** 1 for what may follow a backslash, `u` aside. */
export const ESCAPED = byteTable((byte) => '"\\/bfnrt'.includes(String.fromCharCode(byte)))

export const HEX = byteTable((byte) => /[0-9a-f]/i.test(String.fromCharCode(byte)))

/** 1 for the bytes that may stand outside strings. */
export const OUTSIDE_STRING = byteTable((byte) =>
  '+-.0123456789eEtrufalsn \t\r\n"{}[],:'.includes(String.fromCharCode(byte)),
)

/** 1 for what may stand after the comma behind a record: another value, a bracket. */
export const AFTER_COMMA = byteTable((byte) => '{}[]-0123456789tfn'.includes(String.fromCharCode(byte)))

/** 1 for what never follows the `]` of an array that stands alone. */
export const AFTER_ARRAY = byteTable((byte) => ',:"}]'.includes(String.fromCharCode(byte)))

export const PRINTABLE = byteTable((byte) => byte > 0x20 && byte < 0x7f)
