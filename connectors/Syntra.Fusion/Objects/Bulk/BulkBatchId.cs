using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syntra.Contracts;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Objects.Bulk;

/// <summary>What a batch is called in Fusion: made from its members and the attempt, so that the same batch has the same id after any crash.</summary>
internal static class BulkBatchId
{
    public static long Of(BulkBatch batch) => GroupId.For(Family(batch.Members), batch.Attempt);

    /// <summary>A name that is not empty, letters and digits only.</summary>
    public static string Name(long id) => string.Create(CultureInfo.InvariantCulture, $"SYNTRA{id}");

    /// <summary>The same members in the same order are the same batch.</summary>
    public static string Family(IReadOnlyList<BulkMember> members)
    {
        var text = new StringBuilder();
        foreach (var member in members)
        {
            text.Append(CultureInfo.InvariantCulture, $"{member.IdempotencyKey.Length}:{member.IdempotencyKey}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
