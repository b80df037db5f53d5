namespace Syntra.Avro.Registry;

/// <summary>
/// The registry refused, or gave no answer. Not an <see cref="AvroException"/>: it says nothing about the data, so a reader must not
/// treat the record as malformed while <see cref="IsTransient"/>.
/// </summary>
public sealed class SchemaRegistryException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public SchemaRegistryException()
    {
    }

    /// <summary>Creates the exception with the reason; transient.</summary>
    public SchemaRegistryException(string message)
        : this(message, null!)
    {
    }

    /// <summary>Creates the exception with the reason and its cause; transient.</summary>
    public SchemaRegistryException(string message, Exception innerException)
        : base(message, innerException) => IsTransient = true;

    /// <summary>Creates the exception for an answer of the registry.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="errorCode">Confluent's error code, for example 40403 or 409; the status where the body had none.</param>
    /// <param name="message">The registry's message.</param>
    public SchemaRegistryException(int status, int errorCode, string message)
        : base($"schema registry: {message} (error {errorCode})")
    {
        Status = status;
        ErrorCode = errorCode;
        IsTransient = status is 408 or 429 or >= 500;
    }

    /// <summary>HTTP status, or 0 without an answer.</summary>
    public int Status { get; }

    /// <summary>Confluent's error code, or 0 without an answer.</summary>
    public int ErrorCode { get; }

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient { get; }
}
