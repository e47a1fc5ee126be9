/** kernel: words that every room shares. Imports nothing but the language. */
export { type AwsCall, type OptionValue, type WrittenCalls, writeCalls } from './aws-call.ts'
export type { Clock } from './clock.ts'
export { ERROR_CODES, type ErrorCode, ToolError, UsageError } from './errors.ts'
export { isRecord, textOf } from './guards.ts'
export { plainBytes, plainCount } from './numbers.ts'
export { partitionOf } from './partition.ts'
export { shellQuote } from './shell.ts'
export { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Span } from './span.ts'
