/** Sorts things into groups by saying which of them belong together (union-find). */
export class Groups<Thing> {
  private readonly parents = new Map<Thing, Thing>();

  join(one: Thing, other: Thing): void {
    this.parents.set(this.of(one), this.of(other));
  }

  /** The thing that stands for the whole group. */
  of(thing: Thing): Thing {
    let root = thing;
    for (let next = this.parents.get(root); next !== undefined && next !== root;) {
      root = next;
      next = this.parents.get(root);
    }
    this.parents.set(thing, root);
    return root;
  }
}
