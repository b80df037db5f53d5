namespace Syntra.Kafka.Embedded.Wire;

/// <summary>The bytes of a request do not have the shape that its kind and version promise; its connection is closed.</summary>
internal sealed class MalformedFrameException(string message) : Exception(message);
