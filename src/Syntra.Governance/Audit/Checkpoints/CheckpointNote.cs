using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syntra.Governance.Audit.Merkle;

namespace Syntra.Governance.Audit.Checkpoints;

/// <summary>
/// A checkpoint as a signed note in the manner of C2SP's tlog-checkpoint: origin, size, root, then our lines for head, checkpoint before
/// and time, an empty line, and "— name signature". The signature is ECDSA P-256 with SHA-256 (IEEE P1363) over the text up to the empty line.
/// </summary>
internal static class CheckpointNote
{
    private const string Origin = "syntra.audit/";
    private const string Mark = "\u2014 ";

    public static byte[] HashOf(string note) => SHA256.HashData(Encoding.UTF8.GetBytes(note));

    public static string TextOf(AuditCheckpoint checkpoint) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Origin}{checkpoint.Tenant}\n{checkpoint.Size}\n{Convert.ToBase64String(checkpoint.Root)}\nhead {Convert.ToBase64String(checkpoint.Head)}\nprevious {Convert.ToBase64String(checkpoint.Previous)}\ntime {checkpoint.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n");

    public static string Signed(string text, string name, byte[] signature) => $"{text}\n{Mark}{name} {Convert.ToBase64String(signature)}\n";

    /// <summary>Takes a note apart without judging its signature.</summary>
    /// <exception cref="FormatException">Not a note.</exception>
    public static ParsedNote Parse(string note)
    {
        var lines = note.Split('\n');
        if (lines.Length != 9 || lines[6].Length != 0 || lines[8].Length != 0 || !lines[0].StartsWith(Origin, StringComparison.Ordinal)
            || !lines[7].StartsWith(Mark, StringComparison.Ordinal) || lines[7].Split(' ') is not [_, var name, var signature])
        {
            throw new FormatException("Not a checkpoint.");
        }

        var checkpoint = new AuditCheckpoint(
            lines[0][Origin.Length..],
            long.Parse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture),
            Hash(lines[2], ""),
            Hash(lines[3], "head "),
            Hash(lines[4], "previous "),
            DateTimeOffset.ParseExact(lines[5], "'time 'yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        return new ParsedNote(checkpoint, TextOf(checkpoint), name, Convert.FromBase64String(signature));
    }

    private static byte[] Hash(string line, string label)
    {
        var bytes = line.StartsWith(label, StringComparison.Ordinal) ? Convert.FromBase64String(line[label.Length..]) : [];
        return bytes.Length == MerkleHash.Size ? bytes : throw new FormatException("Not a checkpoint.");
    }
}

internal sealed record ParsedNote(AuditCheckpoint Checkpoint, string Text, string Signer, byte[] Signature);
