using System.Globalization;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>A document in UCM.</summary>
internal sealed record UcmDocument(long Id, string FileName, string Account, byte[] Content)
{
    /// <summary>Both spellings of the General Ledger import account are taken.</summary>
    public bool IsInJournalAccount => Account is "fin$/generalLedger$/import$" or "fin/generalLedger/import";

    /// <summary>Each interface reads one account alone.</summary>
    public bool IsInAccountOf(string interfaceId) => interfaceId switch
    {
        Ess.Jobs.InterfaceLoaderJob.CustomerInterface => Account is "fin$/receivables$/import$" or "fin/receivables/import",
        Ess.Jobs.InterfaceLoaderJob.AssetInterface => Account is "fin$/assets$/import$" or "fin/assets/import",
        _ => IsInJournalAccount,
    };
}

internal static class UcmStore
{
    public static long Add(Session session, string fileName, string account, byte[] content, string submitter, long now)
    {
        var id = session.Next("document");
        session.Execute(
            "INSERT INTO ucm_document VALUES (@id, @file, @account, @content, @submitter, @now)",
            ("@id", id), ("@file", fileName), ("@account", account), ("@content", content), ("@submitter", submitter), ("@now", now));
        return id;
    }

    public static UcmDocument? Find(Session session, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? session.First(
                "SELECT document_id, file_name, account, content FROM ucm_document WHERE document_id = @id",
                static r => new UcmDocument(r.GetInt64(0), r.GetString(1), r.GetString(2), (byte[])r[3]), ("@id", number))
            : null;
}
