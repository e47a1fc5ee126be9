import type { AwsCall, OptionValue } from '#kernel/index.ts'

/** A command for a fix; operations of the AWS CLI, options without dashes. */
export const call = (
  service: string,
  operation: string,
  options: Readonly<Record<string, OptionValue>> = {},
  region?: string,
): AwsCall => ({ service, operation, options, region })
