"""The product as its people meet it: a real server, a real browser, sentences of the business."""
