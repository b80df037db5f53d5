using System.Security.Cryptography;
using Syntra.Contracts;
using Syntra.Topology.Reference;
using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;
using Words = Syntra.Topology.Reference.CrosswalkTables.RuleWords;

namespace Syntra.Topology.Posting.Review;

/// <summary>A person who may decide about held corrections, as the workbook has them.</summary>
/// <param name="User">User name, in lower case.</param>
/// <param name="Roles">What they may decide as.</param>
/// <param name="PublicKey">P-256, SPKI in base64; null for a person who was not given a key yet.</param>
public sealed record Approver(string User, IReadOnlyList<string> Roles, string? PublicKey)
{
    private const int KeySize = 256;

    /// <summary>The form in which user names are compared: without letter case and outer blanks.</summary>
    public static string NameOf(string user) => user.Trim().ToLowerInvariant();

    /// <summary>Everybody whom a workbook names on a day, in the order of their names.</summary>
    public static IReadOnlyList<Approver> Of(IEnumerable<CrosswalkEntry> entries, DateOnly day) =>
        [.. entries.Where(e => e.Table == CrosswalkTables.Approver).OrderBy(e => e.Code, StringComparer.Ordinal).Select(e => Read(e, day)).OfType<Approver>()];

    /// <summary>Everybody to whom a workbook gives one of the roles on any day at all, in the order of their names.</summary>
    public static IReadOnlyList<string> EverIn(IEnumerable<CrosswalkEntry> entries, IReadOnlyCollection<string> roles) =>
        [.. entries.Where(e => e.Table == CrosswalkTables.Approver && e.Rows.Any(r => RolesOf(r).Any(roles.Contains))).Select(e => e.Code).Order(StringComparer.Ordinal)];

    /// <summary>A public key of a row, opened; the caller's to dispose.</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    public static ECDsa Open(string publicKey)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key.KeySize == KeySize ? key : throw new CryptographicException("The key is no P-256 key.");
        }
        catch (Exception bad) when (bad is FormatException or CryptographicException)
        {
            key.Dispose();
            throw new CryptographicException("This is no public key.", bad);
        }
    }

    internal static bool IsKey(string publicKey)
    {
        try
        {
            Open(publicKey).Dispose();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    internal static Approver? Find(IReferenceData reference, string user, DateOnly day) =>
        reference.Crosswalk(CrosswalkTables.Approver, NameOf(user)) is { } entry ? Read(entry, day) : null;

    private static Approver? Read(CrosswalkEntry entry, DateOnly day) => entry.AsOf(day) is { } row
        ? new Approver(entry.Code, RolesOf(row), row.Column(Column.PublicKey) is var key && key != Words.None ? key : null)
        : null;

    private static string[] RolesOf(CrosswalkRow row) => row.Column(Column.Roles).Split(Words.RoleSeparator);
}
