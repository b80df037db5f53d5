namespace Syntra.Governance.Audit.Log;

/// <summary>Reads a chain's events without judging it; what must be trusted is verified first.</summary>
internal static class AuditReader
{
    public static IEnumerable<(long Sequence, AuditEvent Entry)> Read(string directory, string tenant)
    {
        foreach (var path in SegmentFormat.Files(Path.Combine(directory, tenant)))
        {
            using var reader = SegmentReader.Open(path, tenant);
            while (reader is not null && reader.Next())
            {
                yield return (reader.Sequence, AuditJson.Read(tenant, reader.At, reader.Body));
            }
        }
    }
}
