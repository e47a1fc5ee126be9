/** IAM's wildcards: `*` any run, `?` one character. Linear but for backing up to the last `*`. */
export const matches = (pattern: string, text: string): boolean =>
  walk(pattern, text, (one) => one !== undefined)

/** True where everything that the pattern `inner` matches is matched by `outer`, too. Never true wrongly; false at times. */
export const covers = (outer: string, inner: string): boolean => walk(outer, inner, (one) => one !== '*')

function walk(pattern: string, text: string, isOne: (character: string | undefined) => boolean): boolean {
  let t = 0
  let p = 0
  let star = -1
  let retry = 0
  while (t < text.length) {
    const wanted = pattern[p]
    if (wanted === '*') {
      star = p++
      retry = t
    } else if (wanted !== undefined && (wanted === text[t] || (wanted === '?' && isOne(text[t])))) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++retry
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
