/** An error as Aliyun answers it: the gateway's with its HTTP status, the service's own with 200. */
export class ApiFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What the service refuses by itself. */
export const refusal = (code: string, message = code): ApiFault => new ApiFault(200, code, message);
