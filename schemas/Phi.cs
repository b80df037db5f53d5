using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Syntra.Contracts;

/// <summary>
/// Something of a person. Anything may become one, and nothing comes out of it but by <see cref="Reveal"/> with a purpose, or as a token:
/// text, debugger and JSON show its class only. The generator gives this type to every Avro field with a class (<c>syntra.phi</c>) other
/// than <c>none</c>; SYNPHI101 and up refuse what is revealed where it must not arrive.
/// </summary>
/// <typeparam name="T">Type of the value.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(PhiJsonConverter))]
public sealed class Phi<T> : IEquatable<Phi<T>>
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly T _value;

    /// <summary>Wraps a value.</summary>
    /// <param name="value">The value; never null.</param>
    /// <param name="fieldClass">Its class, as the schema writes it.</param>
    public Phi(T value, string fieldClass = Phi.Unclassed)
    {
        ArgumentNullException.ThrowIfNull(value);
        (_value, Class) = (value, fieldClass);
    }

    /// <summary>The class that the schema declares; <see cref="Phi.Unclassed"/> before the value is in a record.</summary>
    public string Class { get; }

    /// <summary>Wraps a value; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Phi<T>?(T? value) => value is null ? null : new Phi<T>(value);

    /// <summary>Whether both hold the same value, whatever their classes.</summary>
    public static bool operator ==(Phi<T>? left, Phi<T>? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they hold different values.</summary>
    public static bool operator !=(Phi<T>? left, Phi<T>? right) => !(left == right);

    /// <summary>The value. The call says in the code what for; what it returns must not be logged, joined into text, or put into a clear field.</summary>
    public T Reveal(PhiAccess access)
    {
        ArgumentNullException.ThrowIfNull(access);
        return _value;
    }

    /// <summary>The same value under another class.</summary>
    public Phi<T> As(string fieldClass) => string.Equals(Class, fieldClass, StringComparison.Ordinal) ? this : new Phi<T>(_value, fieldClass);

    /// <inheritdoc />
    public bool Equals(Phi<T>? other) => other is not null && EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Phi<T>);

    /// <inheritdoc />
    public override int GetHashCode() => EqualityComparer<T>.Default.GetHashCode(_value!);

    /// <summary>The class, for example <c>phi:account-number</c>; never the value.</summary>
    public override string ToString() => "phi:" + Class;
}

/// <summary>Makes values of <see cref="Phi{T}"/>, and tokens of them.</summary>
public static class Phi
{
    /// <summary>Class of a value that no schema has classed yet.</summary>
    public const string Unclassed = "unclassed";

    /// <summary>Wraps a value.</summary>
    public static Phi<T> Of<T>(T value) => new(value);

    /// <summary>Wraps a value that may be missing.</summary>
    public static Phi<T>? OfNullable<T>(T? value)
        where T : struct => value is { } some ? new Phi<T>(some) : null;

    /// <summary>The token under which the streams know the identifier.</summary>
    /// <param name="identifier">The identifier.</param>
    /// <param name="tokens">Makes tokens.</param>
    /// <param name="space">One of <see cref="TokenSpaces"/>.</param>
    public static string Token(this Phi<string> identifier, ISourceTokens tokens, string space) =>
        tokens.Token(space, identifier.Reveal(PhiAccess.Tokenisation));
}
