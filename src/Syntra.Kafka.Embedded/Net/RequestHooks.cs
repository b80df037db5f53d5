using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Net;

/// <summary>The hooks that are set; each request takes at most one.</summary>
internal sealed class RequestHooks
{
    private readonly Lock gate = new();
    private readonly List<(RequestHook Hook, int Left)> hooks = [];
    private volatile bool any;

    public void Add(RequestHook hook)
    {
        lock (gate)
        {
            hooks.Add((hook, hook.Times));
            any = true;
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            hooks.Clear();
            any = false;
        }
    }

    public RequestHook? Take(ApiKey key, string clientId)
    {
        if (!any)
        {
            return null;
        }

        lock (gate)
        {
            var at = hooks.FindIndex(h => h.Hook.Key == key && (h.Hook.ClientId is null || h.Hook.ClientId == clientId));
            if (at < 0)
            {
                return null;
            }

            var (hook, left) = hooks[at];
            if (left <= 1)
            {
                hooks.RemoveAt(at);
            }
            else
            {
                hooks[at] = (hook, left - 1);
            }

            any = hooks.Count > 0;
            return hook;
        }
    }
}
