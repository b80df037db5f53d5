using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Syntra.EndToEnd.Tests.InProcess;

/// <summary>
/// A key service that speaks KMS's protocol (TrentService, JSON 1.1) on loopback, for the SDK's own client. Blobs are sealed under one
/// key with the encryption context as associated data. While it is down it answers 503.
/// </summary>
internal sealed class KmsDouble : IDisposable
{
    private const string KeyArn = "arn:aws:kms:us-east-1:111122223333:key/0b5e7a4a-1111-4222-8333-944455566677";
    private readonly byte[] kek = RandomNumberGenerator.GetBytes(32);
    private readonly HttpListener listener = new();
    private readonly Task serving;
    private int generated;
    private int refused;

    internal KmsDouble()
    {
        int port = Port.Reserve();
        Endpoint = new Uri($"http://127.0.0.1:{port}/");
        listener.Prefixes.Add(Endpoint.AbsoluteUri);
        listener.Start();
        serving = ServeAsync();
    }

    internal Uri Endpoint { get; }

    internal volatile bool Down;

    /// <summary>Data keys that it made.</summary>
    internal int Generated => Volatile.Read(ref generated);

    /// <summary>Calls that it refused while it was down.</summary>
    internal int Refused => Volatile.Read(ref refused);

    public void Dispose()
    {
        listener.Close();
        serving.Wait(TimeSpan.FromSeconds(10));
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext call;
            try
            {
                call = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            await AnswerAsync(call);
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        using var reader = new StreamReader(call.Request.InputStream);
        var request = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
        (int status, var answer) = Down ? (503, Fault("ServiceUnavailable")) : Handle(call.Request.Headers["X-Amz-Target"]!.Split('.')[1], request);
        Interlocked.Add(ref refused, Down ? 1 : 0);
        call.Response.StatusCode = status;
        call.Response.ContentType = "application/x-amz-json-1.1";
        call.Response.Headers["x-amzn-RequestId"] = "00000000-0000-4000-8000-000000000000";
        call.Response.Close(Encoding.UTF8.GetBytes(answer.ToJsonString()), willBlock: true);
    }

    private (int Status, JsonObject Answer) Handle(string operation, JsonObject request)
    {
        byte[] context = JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, string>(request["EncryptionContext"].Deserialize<Dictionary<string, string>>() ?? [], StringComparer.Ordinal));
        switch (operation)
        {
            case "GenerateDataKey":
                Interlocked.Increment(ref generated);
                byte[] key = RandomNumberGenerator.GetBytes(32);
                return (200, new JsonObject { ["KeyId"] = KeyArn, ["Plaintext"] = Convert.ToBase64String(key), ["CiphertextBlob"] = Convert.ToBase64String(Wrap(key, context)) });
            case "Decrypt":
                return Unwrap(Convert.FromBase64String(request["CiphertextBlob"]!.GetValue<string>()), context) is { } plain
                    ? (200, new JsonObject { ["KeyId"] = KeyArn, ["Plaintext"] = Convert.ToBase64String(plain) })
                    : (400, Fault("InvalidCiphertextException"));
            default:
                return (400, Fault("UnknownOperationException"));
        }
    }

    private byte[] Wrap(byte[] key, byte[] context)
    {
        using var gcm = new AesGcm(kek, 16);
        byte[] blob = new byte[12 + 32 + 16];
        RandomNumberGenerator.Fill(blob.AsSpan(0, 12));
        gcm.Encrypt(blob.AsSpan(0, 12), key, blob.AsSpan(12, 32), blob.AsSpan(44), context);
        return blob;
    }

    private byte[]? Unwrap(byte[] blob, byte[] context)
    {
        using var gcm = new AesGcm(kek, 16);
        byte[] key = new byte[32];
        try
        {
            gcm.Decrypt(blob.AsSpan(0, 12), blob.AsSpan(12, 32), blob.AsSpan(44), key, context);
            return key;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static JsonObject Fault(string type) => new() { ["__type"] = type, ["message"] = "as the test asked for" };
}
