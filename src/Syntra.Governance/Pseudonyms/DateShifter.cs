using System.Buffers.Binary;
using System.Security.Cryptography;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Pseudonyms;

/// <summary>Bounds of a date shift.</summary>
public sealed record DateShiftOptions
{
    /// <summary>Days in either direction. Default 50; at least 7.</summary>
    public int Range { get; init; } = 50;

    /// <summary>Shift by whole weeks, so that weekdays stay.</summary>
    public bool WholeWeeks { get; init; }
}

/// <summary>
/// Moves all dates of a patient by one secret number of days, never 0: intervals and times of day stay. The number comes from a keyed
/// PRF by rejection sampling, so that known offsets say nothing of others. A shifted date is still a date: not Safe Harbor.
/// </summary>
public sealed class DateShifter : IDisposable
{
    private readonly byte[] _key;
    private readonly string _tenant;
    private readonly IdentifierRules _rules;
    private readonly int _unit;
    private readonly uint _side;

    /// <summary>Uses the current version of a key ring for date shifts.</summary>
    public DateShifter(KeyRing ring, IdentifierRules rules, DateShiftOptions options)
    {
        if (ring.Use != KeyRingUse.DateShift)
        {
            throw new ArgumentException("Date shifts need a key ring of their own.", nameof(ring));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.Range, 7);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Range, 3650);
        _key = ring.Derive(ring.Current, "syntra.date-shift.v1", ring.Tenant);
        (_tenant, _rules) = (ring.Tenant, rules);
        _unit = options.WholeWeeks ? 7 : 1;
        _side = (uint)(options.Range / _unit);
    }

    /// <summary>The patient's offset in days, the same on every record of the patient.</summary>
    /// <exception cref="PseudonymException">The patient is not known.</exception>
    public int OffsetOf(Identifier? patient)
    {
        if (patient is not { } known || string.IsNullOrWhiteSpace(known.Value))
        {
            throw new PseudonymException(PseudonymFault.UnknownPatient, "The patient of these dates is not known; they are not shifted and do not pass.");
        }

        Span<byte> normal = stackalloc byte[AuthorityRule.MaxLength];
        var length = _rules.Normalise(known, normal);
        Span<byte> input = stackalloc byte[1024];
        var fields = new LengthPrefixed(input);
        fields.Add(_tenant);
        fields.Add(known.Authority);
        fields.Add(normal[..length]);
        var offset = Draw(input, fields.Length);
        CryptographicOperations.ZeroMemory(input);
        return offset;
    }

    /// <summary>The date, moved.</summary>
    /// <exception cref="PseudonymException">The patient is not known.</exception>
    public DateOnly Shift(DateOnly date, Identifier? patient) => Moved(() => date.AddDays(OffsetOf(patient)));

    /// <summary>The moment, moved by whole days; time of day and offset from UTC stay.</summary>
    /// <exception cref="PseudonymException">The patient is not known.</exception>
    public DateTimeOffset Shift(DateTimeOffset moment, Identifier? patient) => Moved(() => moment.AddDays(OffsetOf(patient)));

    /// <summary>Wipes the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private static T Moved<T>(Func<T> move)
    {
        try
        {
            return move();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new PseudonymException(PseudonymFault.OutOfRange, "A shifted date lies outside of the calendar.");
        }
    }

    // Uniform over 2 * side values: 32-bit words of HMAC(key, input, counter) at or above the largest multiple are drawn again.
    private int Draw(Span<byte> input, int length)
    {
        var values = 2 * _side;
        var limit = uint.MaxValue - (uint.MaxValue % values);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var counter = 0; ; counter++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input[length..], counter);
            HMACSHA256.HashData(_key, input[..(length + sizeof(int))], mac);
            for (var at = 0; at < mac.Length; at += sizeof(uint))
            {
                var word = BinaryPrimitives.ReadUInt32BigEndian(mac[at..]);
                if (word < limit)
                {
                    var step = (int)(word % values);
                    return _unit * (step < _side ? step - (int)_side : step - (int)_side + 1);
                }
            }
        }
    }
}
