// Hands a file to the browser to be saved.

export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download reads the blob after this task; a minute is plenty for it to have begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
