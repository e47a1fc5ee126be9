/** What stands in every ARN, or in very many. */
const EVERYWHERE =
  /aws-(?:cn|us-gov|service-role|reserved)|(?:sso\.)?amazonaws\.com|assumed-role|federated-user|\b(?:arn|aws|iam|sts|s3|user|role|root)\b|[:/]/gu
const LEAST_LETTERS = 3

/** Whether a pattern without wildcards, or with enough beside them, means something rather than everything. */
export function namesSomething(pattern: string): boolean {
  const plain = pattern.replaceAll(/\\[*?\\]/gu, '_')
  if (!/[*?]/u.test(plain)) return true
  return plain.replaceAll(EVERYWHERE, '').replaceAll(/[*?]/gu, '').length >= LEAST_LETTERS
}

/** A name as a pattern that means this name alone. */
export const literal = (name: string): string => name.replaceAll(/[\\*?]/gu, String.raw`\$&`)
