export interface CompletionRequest {
  instructions?: string;
  prompt: string;
}

/** The one way to a language model; services know this and no vendor. */
export interface AiGateway {
  complete(request: CompletionRequest): Promise<string>;
}
