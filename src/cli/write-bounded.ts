/** Of what nobody takes, and is written once somebody does. More is lost. */
export const MAX_WAITING_BYTES: number = 1024 * 1024

/** Writes to a pipe whose reader may have stopped: for commands that never end, whose memory must. */
export function writeBounded(stream: NodeJS.WriteStream, text: string): void {
  if (stream.writableLength < MAX_WAITING_BYTES) stream.write(text)
}
