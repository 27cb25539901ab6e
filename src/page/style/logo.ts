/** The newsroom's sign in the masthead, where it has one. */
export const LOGO = `
.name img {
  inline-size: auto;
  max-block-size: 3rem;
}

.front .name img {
  max-block-size: 6rem;
}
`
