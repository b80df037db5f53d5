using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// ApiVersions (18), v0-4. A version that we do not speak is answered in v0 with UNSUPPORTED_VERSION and the list all the same
/// (KIP-511), and the response header never has tags, so that any client can read it.
/// </summary>
internal sealed class ApiVersionsHandler(IReadOnlyDictionary<ApiKey, ApiHandler> handlers) : ApiHandler(ApiKey.ApiVersions, 0, 4, flexibleFrom: 3)
{
    protected override void Handle(Request request, WireWriter w) => Write(w, request.Version, ErrorCode.None);

    public void WriteUnsupported(WireWriter w) => Write(w, 0, ErrorCode.UnsupportedVersion);

    private void Write(WireWriter w, short version, ErrorCode error)
    {
        w.Error(error);
        w.Array([.. handlers.Values.OrderBy(h => h.Key)], (x, h) =>
        {
            x.Int16((short)h.Key);
            x.Int16(h.AdvertisedMinVersion);
            x.Int16(h.MaxVersion);
            x.Tags();
        });
        if (version >= 1)
        {
            w.Int32(0);
        }

        w.Tags();
    }
}
