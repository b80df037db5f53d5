using System.Security.Cryptography;
using System.Text.Json;
using Confluent.Kafka;
using Syntra.Avro;
using Syntra.Contracts;
using Syntra.Governance.Audit;
using Syntra.Topology.Posting.Review;

namespace Syntra.Cli.Review;

/// <summary>What the desk needs of the tenant.</summary>
internal sealed record DeskParts(
    string BootstrapServers, TopicNames Topics, Avro.Registry.ISchemaRegistryClient Registry, IReadOnlyList<Approver> People, IAuditSink Audit, TimeProvider Time);

/// <summary>
/// Writes a person's decision into the decision topic and waits for what the streams make of it. The streams alone decide whether it
/// counts, from the person's signature, the item's facts and the rule. What is looked up here is the role, so that somebody whom the
/// workbook does not know hears it at once. Every try is audited.
/// </summary>
internal sealed class ReviewDesk(DeskParts parts, ReviewBoard board)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly AvroSerializer<ReviewDecision> serializer = new(parts.Registry);

    /// <summary>Decides.</summary>
    /// <param name="item">The item as the person knows it.</param>
    /// <param name="request">What they ask for.</param>
    /// <param name="check">Called while waiting; throws where nobody will answer any more.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="CommandException">The person may not speak in that role, or nothing answers.</exception>
    internal async Task<DecisionAnswer> DecideAsync(ReviewItem item, DecisionRequest request, Action check, CancellationToken cancellation)
    {
        string role = RoleOf(item, request);
        if (item.Status != ReviewStatus.Open)
        {
            bool asAsked = item.Status == (request.Kind == DecisionKind.Approve ? ReviewStatus.Approved : ReviewStatus.Rejected);
            return Answered(new DecisionAnswer(item, "ALREADY-" + Word(item.Status), asAsked, Sent: false), request);
        }
        var decision = new ReviewDecision
        {
            RecordId = item.RecordId,
            SourceVersion = item.SourceVersion,
            Decision = request.Kind,
            ItemId = item.ItemId,
            FactsHash = request.FactsHash ?? item.FactsHash,
            Who = Approver.NameOf(request.User),
            Role = role,
            At = Now(),
            Reason = request.Reason,
        };
        await SendAsync(decision, request.Key, cancellation).ConfigureAwait(false);
        return Answered(await WaitAsync(decision, check, cancellation).ConfigureAwait(false), request);
    }

    /// <summary>Signs a decision with its person's key and writes it, as durable as the topic.</summary>
    internal async Task SendAsync(ReviewDecision decision, ECDsa key, CancellationToken cancellation)
    {
        var signed = DecisionSignature.Sign(parts.Topics.Tenant, decision, key);
        await serializer.PrepareAsync(parts.Topics.ReviewDecision, cancellation).ConfigureAwait(false);
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = parts.BootstrapServers,
            EnableIdempotence = true,
            LingerMs = 0,
            // Decisions lie where their charge lies.
            Partitioner = Partitioner.Murmur2Random,
            MessageTimeoutMs = (int)Patience.TotalMilliseconds,
        }).SetLogHandler((_, _) => { }).Build();
        var message = new Message<string, byte[]> { Key = decision.RecordId, Value = serializer.Serialize(parts.Topics.ReviewDecision, signed) };
        await producer.ProduceAsync(parts.Topics.ReviewDecision, message, cancellation).ConfigureAwait(false);
    }

    /// <summary>The clock, to the millisecond that the topic keeps.</summary>
    internal DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(parts.Time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Notes in the audit what somebody did, or tried, with an item or a dead letter.</summary>
    internal void Note(AuditKind kind, AuditOutcome outcome, string user, string about, string code) => parts.Audit.Record(new AuditEvent
    {
        Kind = kind,
        Outcome = outcome,
        Tenant = parts.Topics.Tenant,
        At = parts.Time.GetUtcNow(),
        Actor = user,
        Object = about,
        Code = code,
    });

    /// <summary>The person of the workbook; somebody else is refused, which is audited.</summary>
    internal Approver PersonOf(string user, string about)
    {
        var person = parts.People.FirstOrDefault(p => p.User == Approver.NameOf(user));
        if (person is { PublicKey: not null })
        {
            return person;
        }
        Note(AuditKind.Denied, AuditOutcome.Refused, user, about, person is null ? "unknown-person" : "no-key");
        string why = person is null ? "is not among the approvers of the workbook" : "has no public key in the workbook";
        throw new CommandException($"{user} {why}, so nothing was written; the attempt is in the audit. Have finance publish approvers.csv with the row that 'syntra review new-key' prints.")
        {
            ExitCode = ExitCodes.NotTaken,
        };
    }

    private string RoleOf(ReviewItem item, DecisionRequest request)
    {
        var person = PersonOf(request.User, item.ItemId);
        if (request.Role is null)
        {
            return person.Roles.FirstOrDefault(item.ApproverRoles.Contains) ?? person.Roles[0];
        }
        if (person.Roles.Contains(request.Role, StringComparer.Ordinal))
        {
            return request.Role;
        }
        Note(AuditKind.Denied, AuditOutcome.Refused, request.User, item.ItemId, "role-not-held");
        throw new CommandException($"{request.User} has no role {request.Role} in the workbook, but {string.Join(", ", person.Roles)}; nothing was written.") { ExitCode = ExitCodes.NotTaken };
    }

    private async Task<DecisionAnswer> WaitAsync(ReviewDecision decision, Action check, CancellationToken cancellation)
    {
        long since = parts.Time.GetTimestamp();
        while (parts.Time.GetElapsedTime(since) < Patience)
        {
            check();
            if (board.Of(decision.RecordId, decision.SourceVersion, cancellation) is { } now && Seen(now, decision) is { } answer)
            {
                return answer;
            }
            await Task.Delay(Look, parts.Time, cancellation).ConfigureAwait(false);
        }
        throw new CommandException("no instance answers: the decision stands in the topic, and counts as soon as the streams run. See: syntra review show " + decision.ItemId);
    }

    private static DecisionAnswer? Seen(ReviewItem now, ReviewDecision decision)
    {
        var mine = now.Decisions.FirstOrDefault(d => d.ItemId == decision.ItemId && d.Who == decision.Who && d.At == decision.At);
        if (mine is not null)
        {
            return new DecisionAnswer(now, Word(mine.Outcome), mine.Outcome is DecisionOutcome.Acted or DecisionOutcome.Counted, Sent: true);
        }
        bool over = now.Status != ReviewStatus.Open || now.ItemId != decision.ItemId;
        return over ? new DecisionAnswer(now, "PASSED_OVER", Taken: false, Sent: true) : null;
    }

    private DecisionAnswer Answered(DecisionAnswer answer, DecisionRequest request)
    {
        Note(AuditKind.Decided, answer.Taken ? AuditOutcome.Success : AuditOutcome.Refused, request.User, answer.Item.ItemId, $"{Word(request.Kind)}:{answer.Outcome}");
        return answer;
    }

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
