using System.Buffers;
using System.Security.Cryptography;
using Syntra.Avro;
using Syntra.Governance.Audit;
using Syntra.Governance.Keys;
using Syntra.Governance.Modes;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Sealing;

namespace Syntra.Bench.Governance;

/// <summary>The work of intake on one event, with the real parts: sealer, key cache, key file, transformer, pseudonymiser, Avro writer.</summary>
internal sealed class EventWork : IDisposable
{
    // Confluent's wire format: magic byte and schema id.
    private static readonly byte[] WireHeader = [0, 0, 0, 0, 7];

    private readonly SqliteWrappedKeyStore _store;
    private readonly DataKeyCache _cache;
    private readonly PayloadSealer _sealer;
    private readonly PhiTransformer _transformer;
    private readonly (SealContext Place, byte[] Envelope, PhiContext Context)[] _events;
    private readonly byte[] _plaintext = new byte[2 * SampleEvents.Size];
    private readonly ArrayBufferWriter<byte> _redacted = new(SampleEvents.Size);
    private readonly ArrayBufferWriter<byte> _encoded = new(SampleEvents.Size);
    private int _next;

    public EventWork(string folder, int seed)
    {
        var keys = new LocalKeyFile(Path.Combine(folder, "keys.json"), TimeProvider.System);
        keys.CreateTenant("bench");
        _store = new SqliteWrappedKeyStore(Path.Combine(folder, "wrapped.db"));
        _cache = new DataKeyCache(keys, _store, new DataKeyCacheOptions(), TimeProvider.System, new NoAudit());
        _sealer = new PayloadSealer(_cache, "charge");
        var rules = new IdentifierRules([new AuthorityRule { Authority = "mrn", DropLeadingZeros = true }]);
        _transformer = new PhiTransformer(new PhiPolicy
        {
            Mode = PhiMode.KmsPseudonymisation,
            Fields = SampleEvents.Fields,
            Pseudonymizer = new KeyedPseudonymizer(KeyRing.OfOneKey("bench", KeyRingUse.Token, SHA256.HashData([1])), rules, TimeSpan.Zero, TimeProvider.System),
            DateShifter = new DateShifter(KeyRing.OfOneKey("bench", KeyRingUse.DateShift, SHA256.HashData([2])), rules, new DateShiftOptions()),
        });
        _events = [.. SampleEvents.Create(256, seed).Select((json, i) =>
        {
            var place = new SealContext("bench", "raw.fhir.charge", 7, $"t1{i:D26}");
            return (place, _sealer.Seal(place, json), new PhiContext { Patient = new Identifier("mrn", SampleEvents.PatientOf(json)), EventDate = new DateOnly(2026, 2, 28) });
        })];
    }

    /// <summary>Tokens of the last event.</summary>
    public int Tokens { get; private set; }

    /// <summary>One event; says how many bytes it came to.</summary>
    public int One()
    {
        ref var item = ref _events[_next++ & 255];
        var length = _sealer.Open(item.Place, item.Envelope, _plaintext);
        _redacted.ResetWrittenCount();
        Tokens = _transformer.Transform(_plaintext.AsSpan(0, length), item.Context, _redacted).Tokens;
        _encoded.ResetWrittenCount();
        _encoded.Write(WireHeader);
        var avro = new AvroWriter(_encoded);
        avro.WriteString(item.Place.RecordKey);
        avro.WriteBytes(_redacted.WrittenSpan);
        avro.Flush();
        return _encoded.WrittenCount;
    }

    public void Dispose()
    {
        _cache.Dispose();
        _store.Dispose();
    }

    private sealed class NoAudit : IAuditSink
    {
        public void Record(AuditEvent entry)
        {
            // Key events of the bench's own key are of no interest.
        }
    }
}
