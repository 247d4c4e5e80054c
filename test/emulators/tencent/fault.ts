/** An error as Tencent's API answers it: with HTTP 200 and a code, unless a gateway turns the request away. */
export class ApiFault extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message = code, status = 200) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
