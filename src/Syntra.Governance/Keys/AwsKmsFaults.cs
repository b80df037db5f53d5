using System.Net;
using System.Net.Sockets;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;

namespace Syntra.Governance.Keys;

/// <summary>KMS's and the network's errors as <see cref="KeyFault"/>, once for all calls.</summary>
internal static class AwsKmsFaults
{
    // The SDK leaves the status at its default where no answer came.
    private const HttpStatusCode NoAnswer = default;

    public static async ValueTask<T> Mapped<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (FaultOf(e) is { } fault)
        {
            // KMS's own message may quote ARNs, which is fine; contexts are never in it.
            var code = (e as AmazonServiceException)?.ErrorCode ?? e.GetType().Name;
            throw new KeyException(fault, $"KMS: {code}.", e);
        }
    }

    private static KeyFault? FaultOf(Exception error) => error switch
    {
        KeyException => null,
        InvalidCiphertextException or IncorrectKeyException => KeyFault.Tampered,
        NotFoundException => KeyFault.NotFound,
        DisabledException => KeyFault.Denied,
        KMSInvalidStateException => KeyFault.Shredded,
        KMSInternalException or DependencyTimeoutException or KeyUnavailableException => KeyFault.Unavailable,
        AmazonServiceException { ErrorCode: "AccessDeniedException" or "UnrecognizedClientException" } => KeyFault.Denied,
        AmazonServiceException { ErrorCode: "ThrottlingException" } => KeyFault.Unavailable,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError or NoAnswer } => KeyFault.Unavailable,
        AmazonServiceException => KeyFault.Invalid,
        TaskCanceledException { InnerException: TimeoutException } => KeyFault.Unavailable,
        AmazonClientException or HttpRequestException or SocketException or IOException or TimeoutException => KeyFault.Unavailable,
        _ => null,
    };
}
