using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Syntra.Cli.Operating;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Governance.Audit;

namespace Syntra.Cli.Review;

/// <summary>What a redrive came to.</summary>
/// <param name="Charge">Token of the charge.</param>
/// <param name="Status">Where the charge is now.</param>
/// <param name="Reason">Why, where it is parked, held or refused again.</param>
internal sealed record RedriveAnswer(string Charge, ChargeStatus Status, string? Reason)
{
    /// <summary>In a sentence.</summary>
    internal string Text => Status == ChargeStatus.DeadLettered
        ? $"{Charge}: refused again ({Reason}); it is a dead letter as before"
        : $"{Charge}: taken up again, now {JsonNamingPolicy.KebabCaseLower.ConvertName(Status.ToString())}{(Reason is null ? "" : $" ({Reason})")}";
}

/// <summary>Takes a dead-lettered version up again, under today's workbook, rules and calendar.</summary>
internal sealed class Redrive(OperatorSession session, ReviewDesk desk)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks for it and waits until the charge has been worked on.</summary>
    /// <exception cref="CommandException">The charge is no dead letter, the person may not ask, or nothing answers.</exception>
    internal async Task<RedriveAnswer> RunAsync(string token, string user, string reason, ECDsa key, CancellationToken cancellation)
    {
        var person = desk.PersonOf(user, token);
        if (Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) != person.PublicKey)
        {
            desk.Note(AuditKind.Denied, AuditOutcome.Refused, user, token, "other-key");
            throw new CommandException($"the key is not the one that the workbook has for {person.User}; nothing was written.") { ExitCode = ExitCodes.NotTaken };
        }
        var tables = session.Tables();
        var before = Find(tables, token, cancellation) ?? throw new CommandException($"there is no charge {token}.");
        if (before is not { Status: ChargeStatus.DeadLettered, Worked: { } worked })
        {
            throw new CommandException($"charge {token} is {JsonNamingPolicy.KebabCaseLower.ConvertName(before.Status.ToString())} and no dead letter; nothing was written.") { ExitCode = ExitCodes.NotTaken };
        }
        await session.RunStreamsAsync(cancellation).ConfigureAwait(false);
        var decision = new ReviewDecision
        {
            RecordId = token,
            SourceVersion = worked.Charge.SourceVersion,
            Decision = DecisionKind.Redrive,
            Who = person.User,
            Role = person.Roles[0],
            At = desk.Now(),
            Reason = reason,
        };
        await desk.SendAsync(decision, key, cancellation).ConfigureAwait(false);
        var after = await WaitAsync(tables, before, cancellation).ConfigureAwait(false);
        desk.Note(AuditKind.DeadLetterReleased, AuditOutcome.Success, user, string.Create(CultureInfo.InvariantCulture, $"{token}|{decision.SourceVersion}"), after.Status.ToString());
        return new RedriveAnswer(token, after.Status, after.Reason);
    }

    // Taking a version up counts its attempt; a newer version that came first shows in the version itself.
    private async Task<PostedCharge> WaitAsync(ChargeTables tables, PostedCharge before, CancellationToken cancellation)
    {
        long since = OperatorSession.Time.GetTimestamp();
        while (OperatorSession.Time.GetElapsedTime(since) < Patience)
        {
            session.ThrowIfStopped();
            if (Find(tables, before.RecordId, cancellation) is { } now && (now.Attempt != before.Attempt || now.SourceVersion != before.SourceVersion || now.Status != before.Status))
            {
                return now;
            }
            await Task.Delay(Look, OperatorSession.Time, cancellation).ConfigureAwait(false);
        }
        throw new CommandException("the charge is a dead letter still: either no streams run, and the redrive is done as soon as they do, or the workbook in force does not know this key.");
    }

    private static PostedCharge? Find(ChargeTables tables, string token, CancellationToken cancellation) =>
        tables.Charges(cancellation).FirstOrDefault(charge => charge.RecordId == token);
}
