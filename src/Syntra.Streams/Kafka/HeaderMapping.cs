namespace Syntra.Streams.Kafka;

/// <summary>Headers between the engine's type and Confluent.Kafka's.</summary>
internal static class HeaderMapping
{
    public static Headers? FromClient(Confluent.Kafka.Headers? headers)
    {
        if (headers is null || headers.Count == 0)
        {
            return null;
        }

        var items = new Header[headers.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new Header(headers[i].Key, headers[i].GetValueBytes());
        }

        return new Headers(items);
    }

    public static Confluent.Kafka.Headers? ToClient(Headers? headers)
    {
        if (headers is null || headers.Count == 0)
        {
            return null;
        }

        var mapped = new Confluent.Kafka.Headers();
        for (var i = 0; i < headers.Count; i++)
        {
            mapped.Add(headers[i].Key, headers[i].Value);
        }

        return mapped;
    }
}
