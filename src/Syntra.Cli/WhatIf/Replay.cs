using Syntra.Avro.Registry;
using Syntra.Contracts;
using Syntra.Governance.Sealing;
using Syntra.Streams;
using Syntra.Streams.Serialization;
using Syntra.Streams.Testing;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Reference;
using Syntra.Topology.Topics;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.WhatIf;

/// <summary>
/// The charge topology itself, in memory: no broker, no file, no Fusion. What leaves is accepted at once, unless it is an instruction that
/// Fusion did refuse. State is sealed with keys that end with the replay.
/// </summary>
internal sealed class Replay : IDisposable
{
    private static readonly TimeSpan ParkedLook = TimeSpan.FromSeconds(1);

    private readonly TopologyTestDriver driver;
    private readonly IReadOnlyDictionary<string, JournalReceipt> refused;
    private readonly TestInputTopic<string, RawCharge> charges;
    private readonly TestInputTopic<string, RawDelete> deletes;
    private readonly TestInputTopic<string, RawEncounter> encounters;
    private readonly TestInputTopic<string, RawEncounterCombine> combines;
    private readonly TestInputTopic<string, LedgerCalendar> calendars;
    private readonly TestInputTopic<string, ReviewDecision> decisions;
    private readonly TestInputTopic<string, JournalReceipt> receipts;
    private readonly TestOutputTopic<string, JournalInstruction> journal;
    private readonly Streams.State.IKeyValueStore<string, PostedCharge> posted;
    private readonly List<JournalInstruction> accepted = [];

    /// <summary>Starts under a workbook.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="tokens">Its tokens: the keys of the past.</param>
    /// <param name="scratch">Seals the state of the replay.</param>
    /// <param name="workbook">The rules to be tried.</param>
    /// <param name="shapes">Which codes may be named before the workbook has them.</param>
    /// <param name="refused">Fusion's refusals.</param>
    /// <param name="start">The clock at the start.</param>
    internal Replay(
        string tenant, ISourceTokens tokens, RecordSealer scratch, CompiledWorkbook workbook, CodeShapes shapes, IReadOnlyDictionary<string, JournalReceipt> refused, DateTimeOffset start)
    {
        this.refused = refused;
        var topics = new TopicNames(tenant);
        var serdes = new ChargeSerdes(new InMemorySchemaRegistryClient(), scratch);
        var options = new ChargePipelineOptions { Tenant = tenant, Tokens = tokens, CodeShapes = shapes, ParkedLook = ParkedLook, MostReleasedPerLook = int.MaxValue };
        var config = new StreamsConfig
        {
            ApplicationId = tenant + "-what-if",
            DeserializationExceptionHandler = new SealedInputHandler(),
            DeadLetterTopic = topics.DeadLetters,
            DeadLetterEncoder = new ChargeDeadLetterEncoder(topics, serdes),
        };
        driver = new TopologyTestDriver(ChargePipeline.Build(options, serdes), config, start);
        charges = driver.CreateInputTopic(topics.RawCharge, Serdes.String, serdes.RawCharge);
        deletes = driver.CreateInputTopic(topics.RawDelete, Serdes.String, serdes.RawDelete);
        encounters = driver.CreateInputTopic(topics.RawEncounter, Serdes.String, serdes.RawEncounter);
        combines = driver.CreateInputTopic(topics.RawEncounterCombine, Serdes.String, serdes.RawEncounterCombine);
        calendars = driver.CreateInputTopic(topics.Calendar, Serdes.String, serdes.Calendar);
        decisions = driver.CreateInputTopic(topics.ReviewDecision, Serdes.String, serdes.ReviewDecision);
        receipts = driver.CreateInputTopic(topics.JournalReceipt, Serdes.String, serdes.Receipt);
        journal = driver.CreateOutputTopic(topics.Journal, Serdes.String, serdes.Journal);
        posted = driver.GetKeyValueStore<string, PostedCharge>(ChargePipeline.PostedStore);
        var crosswalk = driver.CreateInputTopic(topics.Crosswalk, Serdes.String, serdes.Crosswalk);
        foreach (var entry in workbook.Entries)
        {
            crosswalk.PipeInput(CrosswalkTables.Key(entry.Table, entry.Code), entry);
        }
    }

    /// <summary>What left and was accepted, in its order.</summary>
    internal IReadOnlyList<JournalInstruction> Accepted => accepted;

    /// <summary>Where every charge has ended.</summary>
    internal IReadOnlyList<PostedCharge> Charges() => [.. posted.All().Select(row => row.Value)];

    /// <summary>Plays the past from beginning to end.</summary>
    internal void Play(Past past)
    {
        // The first calendars were known before the first row was posted, whatever their stamp.
        var known = past.Events.Where(e => e.Rank == 0).DistinctBy(e => e.Record.Key).ToHashSet();
        foreach (var one in known.Concat(past.Events.Where(e => !known.Contains(e))))
        {
            one.Play(this);
            Answer(one.At);
        }
        Look(past.Events.Count == 0 ? driver.Now : past.Events[^1].At);
    }

    internal void Charge(string key, RawCharge row) => charges.PipeInput(key, row, row.UpdatedAt);

    internal void Delete(string key, RawDelete row) => deletes.PipeInput(key, row, row.DeletedAt);

    internal void Encounter(string key, RawEncounter row) => encounters.PipeInput(key, row, row.UpdatedAt);

    internal void Combine(string key, RawEncounterCombine row)
    {
        combines.PipeInput(key, row, row.UpdatedAt);
        Look(row.UpdatedAt);
    }

    internal void Calendar(LedgerCalendar calendar)
    {
        calendars.PipeInput(calendar.Ledger, calendar, calendar.AsOf);
        Look(calendar.AsOf);
    }

    internal void Decision(ReviewDecision decision) => decisions.PipeInput(decision.RecordId, decision, decision.At);

    /// <inheritdoc/>
    public void Dispose() => driver.Dispose();

    // What is parked is looked at by the wall clock.
    private void Look(DateTimeOffset at)
    {
        driver.AdvanceWallClockTime(ParkedLook);
        Answer(at);
    }

    private void Answer(DateTimeOffset at)
    {
        while (!journal.IsEmpty)
        {
            var instruction = journal.ReadRecord().Value;
            var refusal = refused.GetValueOrDefault(instruction.IdempotencyKey);
            if (refusal is null)
            {
                accepted.Add(instruction);
            }
            receipts.PipeInput(instruction.RecordId, new JournalReceipt
            {
                IdempotencyKey = instruction.IdempotencyKey,
                RecordId = instruction.RecordId,
                SourceVersion = instruction.SourceVersion,
                Outcome = refusal is null ? ReceiptOutcome.Accepted : ReceiptOutcome.Rejected,
                ReasonCode = refusal?.ReasonCode,
                Reason = refusal?.Reason,
                BatchName = "what-if",
                GroupId = 0,
                AnsweredAt = at,
            }, at);
        }
    }
}
