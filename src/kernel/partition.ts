/** `aws` where the ARN does not say: no other text may come into an ARN of ours. */
export const partitionOf = (arn: string | undefined): string =>
  /^arn:(aws[a-z-]{0,20}):/.exec(arn ?? '')?.[1] ?? 'aws'
