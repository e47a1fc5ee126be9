/** Disjoint sets of names: what is tied to one another, however far around. */
export class Ties {
  readonly #parent = new Map<string, string>()

  rootOf(name: string): string {
    let root = name
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up
    if (root !== name) this.#parent.set(name, root)
    return root
  }

  tie(a: string, b: string): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)].toSorted()
    if (one !== undefined && other !== undefined && one !== other) this.#parent.set(other, one)
  }
}
