using Syntra.Contracts;

namespace Syntra.Fusion.Delivery;

/// <summary>Where the crash tests break the process off: around every commit. Does nothing in production.</summary>
internal class DeliveryProbe
{
    public static DeliveryProbe None { get; } = new();

    public virtual void Before(DeliveryState from, DeliveryState to)
    {
    }

    public virtual void After(DeliveryState from, DeliveryState to)
    {
    }

    public virtual void BeforeSeal()
    {
    }

    public virtual void AfterSeal()
    {
    }
}
