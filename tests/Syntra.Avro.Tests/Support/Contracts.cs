using Syntra.Contracts;

namespace Syntra.Avro.Tests.Support;

/// <summary>The schemas of all generated contracts.</summary>
internal static class Contracts
{
    public static IReadOnlyList<(string Name, Schema Schema)> All { get; } =
    [
        .. typeof(JournalInstruction).Assembly.GetExportedTypes()
            .Where(type => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAvroRecord<>)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (type.Name, Schema.Parse((string)type.GetField("AvroSchemaJson")!.GetRawConstantValue()!))),
    ];
}
