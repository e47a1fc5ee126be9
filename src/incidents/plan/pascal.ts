import { isRecord } from '#kernel/index.ts'

/** A request as CloudTrail writes it, in the names that the API has: `s3BucketName` is `S3BucketName` there. */
export function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name.charAt(0).toUpperCase() + name.slice(1), pascal(one)]),
  )
}

/** Those fields of a request that the call takes: what else a log has there would make the AWS CLI refuse all. */
export const pascalOnly = (request: unknown, names: readonly string[]): unknown =>
  pascal(
    isRecord(request)
      ? Object.fromEntries(Object.entries(request).filter(([name]) => names.includes(name)))
      : request,
  )
