/** aws: AWS's own APIs, asked by name. Imports nothing but the kernel; its clients are loaded when they are needed. */
export { AwsError, type AwsOptions, type CallAws, openAws } from './sdk-calls.ts'
