import { AwsError } from '#aws/index.ts'
import { ToolError } from '#kernel/index.ts'

interface Refusal {
  /** `AWS does not say who is asking`; AWS's own words come behind it. */
  readonly says: string
  readonly hint: string
}

/** @throws AwsError where AWS gives no answer; a message of ours stays as it is. */
export async function orUnreachable<T>(act: () => Promise<T>, { says, hint }: Refusal): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof ToolError) throw cause
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
    throw new AwsError(`${says}: ${reason}`, { hint, cause })
  }
}
